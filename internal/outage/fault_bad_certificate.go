package outage

import "poswarm/internal/fault"

// The browser ends such a connection itself, over the certificate that
// [Gate.connectTarget] shows it. What gets past that, and an http target, is
// answered by nobody.
var _ = meets(fault.BadCertificate, silence)
