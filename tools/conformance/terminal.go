package conformance

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"time"

	"poswarm/internal/chrome"
)

// terminal does on a POS what a cashier does, in a browser of its own.
type terminal struct {
	rec  *recorder
	page *chrome.Page
}

// phases are played in this order.
var phases = []struct {
	name string
	play func(*terminal, context.Context) error
}{
	{"first load", (*terminal).load},
	{"open", (*terminal).open},
	{"sale", (*terminal).sell},
	{"money", (*terminal).money},
	// When the register is open: June's page gives a session that nobody opened up
	// at unload, in a race with its next page.
	{"second load", (*terminal).loadAgain},
	{"close", (*terminal).closeRegister},
}

// play runs every phase and gives what passed.
func play(ctx context.Context, rec *recorder, login, password string) (_ []exchange, err error) {
	profile, err := os.MkdirTemp("", "conformance-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(profile)
	browser, err := chrome.Launch(ctx, chrome.Options{Profile: profile, Headless: true})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closeErr := browser.Close(context.WithoutCancel(ctx)); err == nil {
			err = closeErr
		}
	}()
	page, err := browser.FirstPage(ctx)
	if err != nil {
		return nil, err
	}
	t := &terminal{rec, page}
	rec.begin("login")
	if err := t.login(ctx, login, password); err != nil {
		return nil, fmt.Errorf("log in: %w", err)
	}
	for _, phase := range phases {
		if err := rec.idle(ctx); err != nil {
			return nil, err
		}
		rec.begin(phase.name)
		if err := phase.play(t, ctx); err != nil {
			return nil, fmt.Errorf("%s: %w", phase.name, err)
		}
	}
	if err := rec.idle(ctx); err != nil {
		return nil, err
	}
	rec.mu.Lock()
	defer rec.mu.Unlock()
	return rec.exchanges, nil
}

func (t *terminal) login(ctx context.Context, login, password string) error {
	if err := t.page.Navigate(ctx, t.rec.URL+"/web/login"); err != nil {
		return err
	}
	if err := t.wait(ctx, `document.querySelector("form.oe_login_form input[name=csrf_token]")`); err != nil {
		return err
	}
	return t.page.Call(ctx, `async (login, password) => {
		const fields = new URLSearchParams(new FormData(document.querySelector("form.oe_login_form")));
		fields.set("login", login);
		fields.set("password", password);
		await fetch("/web/login", { method: "POST", body: fields, redirect: "manual" });
	}`, []any{login, password}, nil)
}

func (t *terminal) load(ctx context.Context) error {
	if err := t.page.Navigate(ctx, t.rec.URL+"/pos/ui/1"); err != nil {
		return err
	}
	return t.wait(ctx, `window.posmodel && !document.querySelector(".pos-loader")`)
}

func (t *terminal) loadAgain(ctx context.Context) error {
	if err := t.load(ctx); err != nil {
		return err
	}
	return t.steps(ctx, `document.querySelector(".open-register-btn")`)
}

//go:embed money.js
var moneyScript string

// money makes the calls of a till that sends again what it has sent.
func (t *terminal) money(ctx context.Context) error {
	var session int
	if err := t.page.Eval(ctx, `posmodel.session.id`, &session); err != nil {
		return err
	}
	return t.page.Call(ctx, moneyScript, []any{session}, nil)
}

func (t *terminal) open(ctx context.Context) error {
	return t.steps(ctx,
		`document.querySelector(".open-register-btn")`,
		`document.querySelector(".modal-dialog:has(.opening-notes-container) .btn-primary")`,
	)
}

// plainProduct is a tile that asks nothing before it is in the order.
const plainProduct = `[...document.querySelectorAll("article.product")].find((tile) => {
	const template = posmodel.models["product.template"].get(Number(tile.dataset.productId));
	return template && !template.attribute_line_ids.length && !template.combo_ids.length && template.tracking === "none";
})`

func (t *terminal) sell(ctx context.Context) error {
	if err := t.wait(ctx, `posmodel.session.state === "opened" && !document.querySelector(".modal-dialog")`); err != nil {
		return err
	}
	return t.steps(ctx,
		plainProduct,
		`document.querySelector(".pay-order-button")`,
		`[...document.querySelectorAll(".paymentmethod")].find((e) => e.innerText.includes("Cash"))`,
		`document.querySelector(".validation-button.next.highlight, .validation-button.next:not(.disabled)")`,
		`document.querySelector(".receipt-screen .next")`,
	)
}

func (t *terminal) closeRegister(ctx context.Context) error {
	button := func(text string) string {
		return fmt.Sprintf(`[...document.querySelectorAll(".dropdown-item, .o-dropdown-item, .modal-dialog button")]
			.findLast((e) => e.innerText.trim() === %q)`, text)
	}
	err := t.steps(ctx,
		`document.querySelector("button:has(.fa-bars)")`,
		button("Close Register"),
		`document.querySelector(".modal-dialog .closing-notes, .modal-dialog .close-pos-popup, .modal-dialog textarea")
			&& `+button("Close Register"),
		button("Proceed Anyway"),
	)
	if err != nil {
		return err
	}
	return t.wait(ctx, `window.posmodel && !document.querySelector(".pos-loader") && posmodel.session?.state === "opening_control"`)
}

// steps clicks one thing after the other, each when it is there.
func (t *terminal) steps(ctx context.Context, things ...string) error {
	for _, thing := range things {
		if err := t.wait(ctx, thing); err != nil {
			return err
		}
		if err := t.page.Call(ctx, `(thing) => { (0, eval)(thing).click(); }`, []any{thing}, nil); err != nil {
			return err
		}
	}
	return nil
}

// wait waits until an expression is true, across navigations.
func (t *terminal) wait(ctx context.Context, js string) error {
	const watch = `(js, ms) => new Promise((resolve) => {
		const end = Date.now() + ms;
		const look = () => {
			let found = false;
			try { found = Boolean((0, eval)(js)); } catch {}
			if (found || Date.now() > end) { resolve(found); } else { setTimeout(look, 20); }
		};
		look();
	})`
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	var problem error
	for ctx.Err() == nil {
		var found bool
		if problem = t.page.Call(ctx, watch, []any{js, 5000}, &found); problem == nil && found {
			return nil
		}
	}
	var shown string
	if err := t.page.Eval(context.WithoutCancel(ctx), `location.href + ": " + (document.querySelector(".modal-dialog") ?? document.body)?.innerText.slice(0, 600)`, &shown); err != nil {
		shown = err.Error()
	}
	return fmt.Errorf("waited in vain for %s (last problem: %v); the page is %s", js, problem, shown)
}
