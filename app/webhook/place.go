package webhook

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"rollcall/app"
	"rollcall/app/access"
	"rollcall/app/audit"
	"rollcall/app/event"
	"rollcall/db"
)

// finder finds the organization that a use-case is about, as the actor sees it. Doors know webhooks by different
// things: the name of the organization, the place that is listened to, or an id alone.
type finder func(ctx context.Context, q db.Queryer, actor access.Actor) (access.Place, error)

// inOrganization finds it by its name.
func inOrganization(name string) finder {
	return func(ctx context.Context, q db.Queryer, actor access.Actor) (access.Place, error) {
		return access.OrganizationPlace(ctx, q, actor, name)
	}
}

// atPlace finds the organization that is, or owns, a place.
func atPlace(p event.Place) finder {
	if p.Scope == event.ScopeOrganization {
		return func(ctx context.Context, q db.Queryer, actor access.Actor) (access.Place, error) {
			return access.OrganizationPlaceByID(ctx, q, actor, p.ID)
		}
	}
	return owner(noSuchSpace(p.Scope), `SELECT organization_id FROM spaces WHERE id = $1 AND kind = $2`, p.ID, p.Scope)
}

// ofWebhook finds the owner of a webhook that is not deleted and of one of the scopes; none stands for all.
func ofWebhook(id string, scopes []event.Scope) finder {
	if !isHexID(id) {
		id = ""
	}
	query, args := `SELECT organization_id FROM webhooks WHERE id = $1 AND deleted_at IS NULL`, []any{id}
	if len(scopes) > 0 {
		query += ` AND scope IN (` + placeholders(2, len(scopes)) + `)`
	}
	for _, scope := range scopes {
		args = append(args, scope)
	}
	return owner(noSuchWebhook(), query, args...)
}

// ofDelivery finds the owner of a delivery's webhook.
func (s *Service) ofDelivery(id string) finder {
	refusal := s.noSuchDelivery(id)
	if !isUUID(id) {
		id = ""
	}
	return owner(refusal, `SELECT w.organization_id FROM deliveries d JOIN webhooks w ON w.id = d.webhook_id WHERE d.id = $1`, deliveryKey(id))
}

// owner finds an organization by a query for its id. What does not exist and what is somebody else's are refused alike.
func owner(refusal error, query string, args ...any) finder {
	return func(ctx context.Context, q db.Queryer, actor access.Actor) (access.Place, error) {
		if !actor.SignedIn() {
			return access.Place{}, access.Place{}.Check(actor, access.ManageWebhooks)
		}
		var id int64
		err := q.QueryRow(ctx, query, args...).Scan(&id)
		if errors.Is(err, errNoRows) {
			return access.Place{}, refusal
		}
		if err != nil {
			return access.Place{}, fmt.Errorf("find the owner of %v: %w", args[0], err)
		}
		place, err := access.OrganizationPlaceByID(ctx, q, actor, id)
		if app.Is(err, app.NotFound) {
			return access.Place{}, refusal
		}
		return place, err
	}
}

// readable is the organization as the actor sees it, for somebody who may see its webhooks.
func readable(ctx context.Context, q db.Queryer, actor access.Actor, find finder) (access.Place, error) {
	place, err := find(ctx, q, actor)
	if err != nil {
		return access.Place{}, err
	}
	return place, place.Check(actor, access.ManageWebhooks)
}

// manage begins a change of an organization's webhooks within tx: it locks the organization, asks the policy, and
// fills in where the audit row belongs. The role is read under the lock, so that who has just lost it is refused.
func manage(ctx context.Context, tx *db.Tx, actor access.Actor, find finder, entry *audit.Entry) (access.Place, error) {
	place, err := find(ctx, tx, actor)
	if err != nil {
		return access.Place{}, err
	}
	entry.OrganizationID = place.ID
	if err := tx.Lock(ctx, "organization", strconv.FormatInt(place.ID, 10)); err != nil {
		return access.Place{}, err
	}
	return readable(ctx, tx, actor, find)
}

// nameOf is what a place of an organization is called, and the suid of a pipe or table.
func nameOf(ctx context.Context, q db.Queryer, organization access.Place, at event.Place) (name, suid string, err error) {
	if at.Scope == event.ScopeOrganization {
		return organization.Title, "", nil
	}
	err = q.QueryRow(ctx, `SELECT name, suid FROM spaces WHERE id = $1 AND kind = $2`, at.ID, at.Scope).Scan(&name, &suid)
	if err != nil {
		return "", "", fmt.Errorf("find %s %d: %w", at.Scope, at.ID, err)
	}
	return name, suid, nil
}

func noSuchSpace(scope event.Scope) error {
	return app.Errorf(app.NotFound, "There is no such %s, or you are not a member of it.", scope)
}
