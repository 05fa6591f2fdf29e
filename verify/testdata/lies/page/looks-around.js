// Ways to the server that are no request of the page: a connection ahead of one, a look-up, and a packet.
whenBooted(() => {
    for (const rel of ["preconnect", "dns-prefetch", "prefetch"]) {
        const link = document.createElement("link");
        Object.assign(link, { rel, href: `${location.origin}/poswarm-ahead-${rel}` });
        document.head.append(link);
    }
    const peer = new RTCPeerConnection({ iceServers: [{ urls: `stun:${location.hostname}:STUN_PORT` }] });
    peer.createDataChannel("x");
    peer.createOffer().then((offer) => peer.setLocalDescription(offer));
});
