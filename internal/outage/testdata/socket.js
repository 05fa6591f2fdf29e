// Opens a websocket, sends a word and tells what comes back; tells when it closes.
new Promise((done) => {
  window.socket = new WebSocket(location.origin.replace("http", "ws") + "/socket");
  window.socketClosed = new Promise((closed) => { socket.onclose = (e) => closed(e.code); });
  socket.onopen = () => socket.send("hello");
  socket.onmessage = (e) => done(e.data);
  socket.onerror = () => done("error");
})
