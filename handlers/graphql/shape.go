package graphql

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// The limits of a document (contracts/pipefy.md, Limits). Tokens are words and signs as the parser counts them;
// fields are those of the document with every fragment written out.
const (
	tokensMost     = 2000
	depthMost      = 15
	aliasesMost    = 30
	complexityMost = 50_000
	repeatsMost    = 100 // of one field in one selection: the validator compares each with each
)

func tooManyTokens(err *gqlerror.Error) bool {
	return strings.HasPrefix(err.Message, "exceeded token limit")
}

// shape is what a selection amounts to with its fragments written out.
type shape struct{ depth, fields, aliases, repeats int }

// measure finds shapes. A fragment is measured once however often it is spread, so the time is that of the document's
// length although what it stands for may grow with two to the power of that.
type measure struct {
	fragments ast.FragmentDefinitionList
	known     map[string]shape
	open      map[string]bool // fragments that are being measured: one that meets itself is in a circle
	circle    *ast.FragmentDefinition
}

// checkShape refuses what is too deep, too wide or endless. It needs no schema: the validator, which does, takes
// documents at their word.
func checkShape(doc *ast.QueryDocument) *gqlerror.Error {
	m := measure{fragments: doc.Fragments, known: map[string]shape{}, open: map[string]bool{}}
	for _, operation := range doc.Operations {
		if err := m.check(m.selection(operation.SelectionSet, map[string]int{}), operation.Position); err != nil {
			return err
		}
	}
	for _, fragment := range doc.Fragments { // those that no operation uses make the validator work as well
		if err := m.check(m.fragment(fragment.Name), fragment.Position); err != nil {
			return err
		}
	}
	return nil
}

func (m *measure) check(s shape, at *ast.Position) *gqlerror.Error {
	switch {
	case m.circle != nil:
		return wrong(m.circle.Position, "The fragment %q contains itself.", m.circle.Name)[0]
	case s.depth > depthMost:
		return limit(at, "This document is %d levels deep; %d are the most.", s.depth, depthMost)[0]
	case s.aliases > aliasesMost:
		return limit(at, "This document has more than %d aliases, which is the most.", aliasesMost)[0]
	case s.repeats > repeatsMost:
		return limit(at, "This document asks for one field more than %d times, which is the most.", repeatsMost)[0]
	case s.fields > complexityMost:
		return limit(at, "This document has more than %d fields with its fragments written out, which is the most.", complexityMost)[0]
	}
	return nil
}

// selection measures what is selected of one object. names counts how often each field is: an inline fragment is part
// of the same selection.
func (m *measure) selection(set ast.SelectionSet, names map[string]int) shape {
	var sum shape
	for _, selected := range set {
		var s shape
		switch selected := selected.(type) {
		case *ast.Field:
			s = m.field(selected)
			names[selected.Alias]++
			s.repeats = max(s.repeats, names[selected.Alias])
		case *ast.InlineFragment:
			s = m.selection(selected.SelectionSet, names)
		case *ast.FragmentSpread:
			s = m.fragment(selected.Name)
		}
		sum = shape{max(sum.depth, s.depth), addUpTo(sum.fields, s.fields), addUpTo(sum.aliases, s.aliases), max(sum.repeats, s.repeats)}
	}
	return sum
}

func (m *measure) field(f *ast.Field) shape {
	s := m.selection(f.SelectionSet, map[string]int{})
	s.depth, s.fields = s.depth+1, s.fields+1
	if f.Alias != f.Name {
		s.aliases++
	}
	return s
}

func (m *measure) fragment(name string) shape {
	if s, known := m.known[name]; known {
		return s
	}
	definition := m.fragments.ForName(name)
	if definition == nil {
		return shape{} // the validator says so
	}
	if m.open[name] {
		m.circle = definition
		return shape{}
	}
	m.open[name] = true
	s := m.selection(definition.SelectionSet, map[string]int{})
	delete(m.open, name)
	m.known[name] = s
	return s
}

// plenty is where counting stops: more than every limit, and far from the end of an int.
const plenty = 1 << 40

func addUpTo(a, b int) int { return min(a+b, plenty) }

func multiplyUpTo(a, b int) int {
	if a != 0 && b > plenty/a {
		return plenty
	}
	return a * b
}
