// Node's `ws`: whatever a client sends goes to every client, as its README shows.

import { WebSocketServer, WebSocket } from "ws";

const server = new WebSocketServer({ host: "127.0.0.1", port: 0, backlog: 1_024 });

server.on("connection", (socket) => {
  socket.on("error", () => socket.terminate());
  socket.on("message", (data, isBinary) => {
    for (const client of server.clients) {
      if (client.readyState === WebSocket.OPEN) client.send(data, { binary: isBinary });
    }
  });
});

server.on("listening", () => {
  console.log(JSON.stringify({ port: server.address().port }));
});

// Whoever started this has gone.
process.stdin.resume().on("end", () => process.exit());
