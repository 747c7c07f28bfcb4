import { request } from 'node:http'
import { freePort } from '@touchstone/server/testing/free-port'
import { afterEach, describe, expect, it } from 'vitest'
import { serveReport, type ReportServer } from './serve-report.ts'

const html = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:" /><p>é`
const running: ReportServer[] = []

async function start(port = 0): Promise<ReportServer> {
  const server = await serveReport({ html, host: '127.0.0.1', port })
  running.push(server)
  return server
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()))
})

describe('serveReport', () => {
  it('serves the report with its own policy and no way to frame it', async () => {
    const { url } = await start()
    const response = await fetch(url)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe(html)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; img-src data:; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    })
  })

  it('answers a query, readiness, HEAD, unknown paths and other methods', async () => {
    const { url } = await start()
    expect((await fetch(`${url}?from=mail`)).status).toBe(200)
    expect(await (await fetch(`${url}ready`)).json()).toEqual({ status: 'ready' })
    const head = await fetch(url, { method: 'HEAD' })
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(html)))
    expect(await head.text()).toBe('')
    expect((await fetch(`${url}../etc/passwd`)).status).toBe(404)
    const post = await fetch(url, { method: 'POST', body: 'x' })
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  it('names the port in use and how to choose another', async () => {
    const { url } = await start()
    const port = Number(new URL(url).port)
    await expect(start(port)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken by another program. Choose another one: PORT=7071 npm start`,
    )
  })

  it('closes although a client keeps its connection open, and frees the port', async () => {
    const port = await freePort()
    const server = await start(port)
    const waiting = request(server.url, { headers: { connection: 'keep-alive' } })
    await new Promise((resolve) => {
      waiting.on('response', (response) => response.resume().on('end', resolve)).end()
    })
    running.length = 0
    await server.close()
    expect((await fetch((await start(port)).url)).status).toBe(200)
  })
})
