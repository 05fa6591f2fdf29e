package demo

import (
	"fmt"
	"strings"
	"testing"
)

// breakDisk makes every write of the page fail as on a full disk, until mend.
var breakDisk = pageScript("full-disk.js")

// soldOnAFullDisk sells without the server while the disk takes nothing: the page's memory
// alone has the sale.
func (p *till) soldOnAFullDisk() (uuid, total string) {
	p.t.Helper()
	p.call(breakDisk, nil)
	uuid = p.table(0)
	p.offline()
	total = p.pay()
	p.waitFor("the red sign", `window.poswarm.waiting?.problem?.kind === "full"`)
	if kept := p.ledger("orders"); strings.Contains(kept, uuid) {
		p.t.Fatalf("the ledger has %q", kept)
	}
	return uuid, total
}

// Somebody makes room, and presses F5.
func TestSaleOfAFullDiskIsWrittenWhenThePageEnds(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid, total := p.soldOnAFullDisk()
		p.mark()
		p.call(`() => { window.mend(); setTimeout(() => location.reload()); }`, nil)
		p.waitFor("the new page", `!window.before && `+isUp)
		p.net.cut("")
		p.settledWith(uuid, total, 1)
	})
}

// Nobody touches the till any more, and its power fails.
func TestSaleOfAFullDiskIsWrittenWhenThereIsRoom(t *testing.T) {
	atEach(t, func(t *testing.T, p *till) {
		uuid, _ := p.soldOnAFullDisk()
		p.call(`() => window.mend()`, nil)
		p.waitFor("the ledger to be well", `!window.poswarm.waiting.problem`)
		if kept := p.ledger("orders"); !strings.Contains(kept, uuid+" paid") {
			t.Errorf("the ledger has %q", kept)
		}
		p.waitFor("the sale on the disk", fmt.Sprintf(`posmodel.data.indexedDB.readAll(["pos.order"]).then((found) => found["pos.order"].some((one) => one.uuid === %q))`, uuid))
	})
}

// The server has every picture, and nobody else has the sale.
func TestPicturesMakeRoomForASale(t *testing.T) {
	atJune(t, func(t *testing.T, p *till) {
		stored := pageScript("stored-images.js")
		p.waitFor("pictures on the disk", "("+stored+")()")
		p.call(pageScript("full-ledger-until-room.js"), nil)
		uuid := p.table(0)
		p.offline()
		p.pay()
		if kept := p.ledger("orders"); !strings.Contains(kept, uuid+" paid") {
			t.Errorf("the ledger has %q", kept)
		}
		var left int
		if p.call(stored, &left); left != 0 {
			t.Errorf("%d pictures are still there", left)
		}
	})
}
