// Socket.IO: whatever a client publishes goes to every client. WebSocket only, no compression,
// and text: a binary payload would cost Socket.IO two frames for each delivery.

import { createServer } from "node:http";

import { Server } from "socket.io";

const http = createServer();
const server = new Server(http, { transports: ["websocket"], serveClient: false });

server.on("connection", (socket) => {
  socket.on("publish", (payload) => server.emit("message", payload));
});

http.listen({ host: "127.0.0.1", port: 0, backlog: 1_024 }, () => {
  console.log(JSON.stringify({ port: http.address().port }));
});

// Whoever started this has gone.
process.stdin.resume().on("end", () => process.exit());
