// Opens a websocket and keeps it; tells when it is open and when it closes.
new Promise((done) => {
  window.socket = new WebSocket("ws://" + location.host + "/socket");
  window.socketClosed = new Promise((closed) => { socket.onclose = (e) => closed(e.code); });
  socket.onopen = () => done("open");
  socket.onerror = () => done("error");
})
