// The addresses from which this browser would send packets past its proxy.
new Promise((done) => {
    if (!window.RTCPeerConnection) {
        done([]);
        return;
    }
    const peer = new RTCPeerConnection();
    const found = [];
    peer.onicecandidate = (event) => {
        if (event.candidate?.candidate) {
            found.push(event.candidate.candidate);
        } else if (!event.candidate) {
            done(found);
        }
    };
    peer.createDataChannel("none");
    peer.createOffer().then((offer) => peer.setLocalDescription(offer));
})
