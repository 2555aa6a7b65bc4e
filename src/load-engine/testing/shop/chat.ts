import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** Rooms by WebSocket at /chat?room=…: everybody in a room hears what is said in it, and who says it hears it too. */
export function openChat(server: Server): { readonly close: () => void } {
  const sockets = new WebSocketServer({ noServer: true });
  const rooms = new Map<string, Set<WebSocket>>();
  server.on('upgrade', (request: IncomingMessage, wire: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', 'http://shop');
    if (url.pathname !== '/chat') return void wire.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    sockets.handleUpgrade(request, wire, head, (socket) => enter(socket, url.searchParams.get('room') ?? ''));
  });
  const enter = (socket: WebSocket, name: string): void => {
    const room = rooms.get(name) ?? new Set();
    rooms.set(name, room.add(socket));
    socket.on('message', (message: Buffer) => {
      for (const other of room) other.send(message.toString());
    });
    socket.on('close', () => room.delete(socket));
    socket.on('error', () => undefined);
    socket.send(JSON.stringify({ kind: 'welcome', room: name, present: room.size }));
  };
  return {
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
