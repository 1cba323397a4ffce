package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// look is a size of window and a theme.
type look struct {
	name  string
	width int64
	dark  bool
}

func looks() []look {
	return []look{{"light", 1280, false}, {"dark", 1280, true}, {"phone", 360, false}, {"narrow-dark", 320, true}}
}

// wear changes the window's size and the system's theme.
func (w *window) wear(l look) {
	w.t.Helper()
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	w.do("wear "+l.name, chromedp.EmulateViewport(l.width, 900))
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}
	w.command("wear "+l.name, func(ctx context.Context) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features})
		return err
	})
}

// picture keeps a screenshot of the whole page.
func (w *window) picture(name string) {
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	yes := true // to make a small file takes longer than to make the picture
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &yes, OptimizeForSpeed: &yes})
	if err == nil {
		file := filepath.Join(screenshots, strings.NewReplacer("/", "-", " ", "-").Replace(w.t.Name()+"-"+name)+".png")
		if err = os.MkdirAll(screenshots, 0o755); err == nil {
			err = os.WriteFile(file, shot.Data, 0o644)
		}
	}
	if err != nil {
		w.t.Errorf("picture %s: %v", name, err)
	}
}

// violation is one rule of accessibility that a page breaks.
type violation struct {
	ID    string `json:"id"`
	Help  string `json:"help"`
	Nodes []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

// accessible checks the page with axe-core.
func (w *window) accessible(name string) {
	w.t.Helper()
	for _, v := range w.violations() {
		for _, n := range v.Nodes {
			w.t.Errorf("%s: %s (%s): %s\n%s", name, v.Help, v.ID, n.HTML, n.Summary)
		}
	}
}

// violations lists the rules that the page breaks.
func (w *window) violations() []violation {
	w.t.Helper()
	if !ask(w, "ask for axe", chromedp.Evaluate[bool](`"axe" in window`)) {
		axe, err := os.ReadFile("testdata/axe-core/axe.min.js")
		if err != nil {
			w.t.Fatal(err)
		}
		w.do("load axe", chromedp.Evaluate[chromedp.Void](string(axe)))
	}
	result := ask(w, "run axe", chromedp.Evaluate[string](`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(r.violations))`, chromedp.EvalAwaitPromise))
	var broken []violation
	if err := json.Unmarshal([]byte(result), &broken); err != nil {
		w.t.Fatal(err)
	}
	return broken
}

// overflow is how many pixels the page is wider than the window, or than a box of it that cuts off what is too wide
// and neither scrolls nor shows dots.
func (w *window) overflow() int {
	w.t.Helper()
	return ask(w, "measure", chromedp.Evaluate[int](`Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth,
		...[...document.querySelectorAll("main, main *")].filter((box) => {
			const style = getComputedStyle(box);
			return box.clientWidth > 1 && /clip|hidden/.test(style.overflowX) && style.textOverflow === "clip" && !box.closest("svg, input, .visually-hidden");
		}).map((box) => box.scrollWidth - box.clientWidth))`))
}

// inspect looks at the page that the window shows in every look: accessible by axe-core's rules, not wider than the
// window, a picture for people; and once at what every page must have.
func (w *window) inspect(name, title string) {
	w.t.Helper()
	w.orderly(name, title)
	w.everyLook(name)
}

// everyLook is inspect for pages whose make-up is checked elsewhere. The page changes its look as it would for somebody
// who changes the system's theme or turns a phone: it is not loaded again.
func (w *window) everyLook(name string) {
	w.t.Helper()
	for _, l := range looks() {
		w.wear(l)
		w.settle()
		w.accessible(name + " " + l.name)
		if wide := w.overflow(); wide > 0 {
			w.t.Errorf("%s is %d pixels too wide for %s", name, wide, l.name)
		}
		w.picture(name + "-" + l.name)
	}
	w.wear(looks()[0])
}

// settle ends every transition to the other look: half-way colours are in no theme.
func (w *window) settle() {
	w.t.Helper()
	ask(w, "settle", chromedp.Evaluate[bool](`new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(() => {
		document.getAnimations().forEach((a) => { if (a.effect.getComputedTiming().endTime !== Infinity) a.finish(); });
		requestAnimationFrame(() => settled(true));
	})))`, chromedp.EvalAwaitPromise))
}

// anatomy is what a page is made of, as the browser has it.
type anatomy struct {
	Title    string
	Skip     string   // where the first link leads
	Headings int      // of the first level
	Crumbs   int      // landmarks that are called Breadcrumb
	Primary  []string // buttons that ask for attention, outside dialogs
	Sidebar  bool
	Current  int // entries of the sidebar that are the page's
	Regions  int // for toasts
	Small    []string
}

// dissect reads the anatomy. Targets are measured as WCAG 2.2, 2.5.8 says: 24 pixels, but for links within text.
const dissect = `(() => {
	const $$ = (s) => [...document.querySelectorAll(s)];
	const seen = (e) => e.checkVisibility({visibilityProperty: true}) && !e.closest("dialog:not([open]), .visually-hidden");
	const words = (e) => (e.getAttribute("aria-label") ?? e.textContent).trim().replace(/\s+/g, " ");
	const small = (e) => { const box = e.getBoundingClientRect(); return box.width > 0 && (box.width < 24 || box.height < 24); };
	return JSON.stringify({
		Title: document.title,
		Skip: document.querySelector("a")?.getAttribute("href") ?? "",
		Headings: $$("h1").filter(seen).length,
		Crumbs: $$("nav[aria-label=Breadcrumb]").length,
		Primary: $$("main .button-primary").filter(seen).map(words),
		Sidebar: $$(".sidebar").length > 0,
		Current: $$(".sidebar [aria-current=page]").length,
		Regions: $$("[role=alert]#toasts-alert, [role=status]#toasts-status").length,
		Small: $$("main button, main select, main summary, main a.button, main input:not([type=hidden], [type=checkbox], [type=radio])").filter(seen).filter(small).map(words),
	});
})()`

// orderly checks what every page must have (pages.md, Everywhere).
func (w *window) orderly(name, title string) {
	w.t.Helper()
	var a anatomy
	if err := json.Unmarshal([]byte(ask(w, "dissect", chromedp.Evaluate[string](dissect))), &a); err != nil {
		w.t.Fatal(err)
	}
	if a.Title != title {
		w.t.Errorf("%s: its title is %q, want %q", name, a.Title, title)
	}
	if a.Skip != "#main" || a.Headings != 1 || a.Crumbs > 1 || len(a.Primary) > 1 || a.Sidebar != (a.Current == 1) && !strings.HasPrefix(title, "Not ") || a.Regions != 2 || len(a.Small) > 0 {
		w.t.Errorf("%s: it is made of %+v", name, a)
	}
}
