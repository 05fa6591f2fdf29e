package inventory

import (
	"reflect"
	"slices"
	"testing"
)

// onlyHow are the fields that say how a terminal is reached and judged, not which one it
// is: the answer of a night before stays that terminal's when they change.
var onlyHow = []string{"Name", "Groups", "Login", "PasswordFile", "PasswordEnv", "SSHConfig", "Tunnel", "Poswarm", "Chrome",
	"CAFile", "Insecure", "NoSandbox", "Scenarios", "Timeout", "Deadline"}

// TestJudgedNamesTheTerminal: a new field that says which terminal it is and is left out
// here would mix the history of two.
func TestJudgedNamesTheTerminal(t *testing.T) {
	kind := reflect.TypeFor[Terminal]()
	for i := range kind.NumField() {
		field := kind.Field(i)
		if !field.IsExported() {
			continue
		}
		var terminal Terminal
		before := terminal.Judged()
		switch value := reflect.ValueOf(&terminal).Elem().Field(i); value.Kind() {
		case reflect.String:
			value.SetString("other")
		case reflect.Bool:
			value.SetBool(true)
		case reflect.Int64:
			value.SetInt(1)
		case reflect.Slice:
			value.Set(reflect.MakeSlice(value.Type(), 1, 1))
		default:
			t.Fatalf("%s: no way to set a %s here", field.Name, value.Kind())
		}
		if names := terminal.Judged() != before; names == slices.Contains(onlyHow, field.Name) {
			t.Errorf("%s: it is in Judged: %t", field.Name, names)
		}
	}
}
