// A partner's page that holds widgets, for journeys.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from '@playwright/test';

import { type Watch, expect } from './portal';

const hosts: Server[] = [];

/** After each journey: its partners' servers end. */
export const closeHosts = () => hosts.splice(0).forEach((host) => host.closeAllConnections() ?? host.close());

/** Shows a partner's page that holds `body`, from a server of its own: browsers keep public pages off local addresses. */
export async function openHost(page: Page, watch: Watch, body: string, { headers = {}, head = '' }: { headers?: Record<string, string>; head?: string } = {}) {
  const html = `<!doctype html><html lang="vi"><meta charset="utf-8"><title>Đối tác</title>${head}<main><h1>Trang đối tác</h1><button>Trước</button>${body}<button>Sau</button></main>`;
  const host = createServer((request, response) => {
    response.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...headers }).end(html);
  });
  hosts.push(host);
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  const { port } = host.address() as AddressInfo;
  watch.allow(new RegExp(`127\\.0\\.0\\.1:${port}/`));
  await page.goto(`http://127.0.0.1:${port}/`);
}

export const snippet = (origin: string, options: string) =>
  `<a href="${origin}/tin-moi/" data-portal-news="latest" ${options}>Tin mới của Sở</a><script async src="${origin}/embed/v1/loader.js"></script>`;

export const ready = (page: Page, count = 1) => expect(page.locator('portal-news[data-state="ready"]')).toHaveCount(count);

/** The first widget's frame. */
export function frame(page: Page) {
  return page.frames().find((candidate) => candidate.url().includes('/embed/v1/'))!;
}
