package scenario

// Screen is a screen of the POS.
type Screen string

// The screens.
const (
	ScreenAny     Screen = ""
	ScreenProduct Screen = "product"
	ScreenLogin   Screen = "login"
	ScreenOpening Screen = "opening"
	ScreenFloor   Screen = "floor"
	ScreenPayment Screen = "payment"
	ScreenReceipt Screen = "receipt"
)

// Screens lists the names that a file may use.
func Screens() []Screen {
	return []Screen{ScreenProduct, ScreenLogin, ScreenOpening, ScreenFloor, ScreenPayment, ScreenReceipt}
}
