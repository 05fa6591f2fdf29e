// The test of this package proves that modules become one script that runs.
package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The built script is the source as it was written, and what one script cannot hold is refused.
func TestBundle(t *testing.T) {
	const version = "export const VERSION = \"1.2.3\";\n"
	tests := map[string]struct {
		files map[string]string
		want  string // in the script
		err   string
	}{
		"comments and indentation stay": {
			files: map[string]string{"main.js": "import { a } from \"./a.js\";\n\n/** Why. */\nfunction run() {\n    // how\n    a();\n}\nrun();\n", "a.js": "export function a() {}\n"},
			want:  "// ---- a.js ----\n\nfunction a() {}\n\n// ---- main.js ----\n\n/** Why. */\nfunction run() {\n    // how\n    a();\n}\n",
		},
		"circles": {
			files: map[string]string{"main.js": "import { a } from \"./a.js\";\nexport const top = 1;\na();\n", "a.js": "import { top } from \"./main.js\";\nexport async function a() {\n    return top;\n}\n"},
			want:  "async function a() {",
		},
		"a name twice": {
			files: map[string]string{"main.js": "import { a } from \"./a.js\";\nconst LIMIT = 1;\na(LIMIT);\n", "a.js": "const LIMIT = 2;\nexport const a = () => LIMIT;\n"},
			err:   "LIMIT is declared in a.js and in main.js",
		},
		"an import under another name": {
			files: map[string]string{"main.js": "import { a as b } from \"./a.js\";\nb();\n", "a.js": "export const a = () => 1;\n"},
			err:   "cannot bundle \"import { a as b }",
		},
		"a default export":  {files: map[string]string{"main.js": "export default 1;\n"}, err: "cannot bundle"},
		"a missing module":  {files: map[string]string{"main.js": "import { a } from \"./a.js\";\na();\n"}, err: "a.js"},
		"no JavaScript":     {files: map[string]string{"main.js": "const = 1;\n"}, err: "Expected identifier"},
		"a missing version": {files: map[string]string{"version.js": "\n", "main.js": "\n"}, err: "no VERSION"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if test.files["version.js"] == "" {
				test.files["version.js"] = version
			}
			for file, text := range test.files {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			script, err := Bundle(dir)
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error %v, want one with %q", err, test.err)
				}
				return
			}
			if err != nil || !strings.Contains(string(script), test.want) || !strings.HasPrefix(string(script), "// @odoo-module ignore\n// POS Offline Reload 1.2.3,") {
				t.Errorf("error %v, script\n%s", err, script)
			}
		})
	}
}
