import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** The pages for people, as they were built. */
export type ConsolePages = {
  /** Serves what the pages load. */
  register(app: FastifyInstance): void
  /** The one page behind all addresses that are the console's own; undefined for any other request. */
  answer(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined
}

const noncePlace = '__CSP_NONCE__'
/** Pages of their own: whoever comes by a link or to the notice form loads nothing of the console. */
const portalPages = [
  { file: 'appeal.html', path: /^\/appeal\/?$/, headers: {} },
  // It tells no other site which marketplace somebody sends a notice to.
  {
    file: 'notice-form.html',
    path: /^\/notice\/[^/]+\/?$/,
    headers: { 'referrer-policy': 'no-referrer' },
  },
]
/** Addresses of the server's own, at which nobody looks for a page. */
const notPages = /^\/(?:api|auth|reference|health|ready|metrics|assets|sample)(?:\/|$)/

/** Reads what `folder` holds; undefined where the console was never built. */
export function openConsolePages(folder: string): ConsolePages | undefined {
  const index = readPage(folder, 'index.html')
  if (index === undefined) return undefined
  const portal = portalPages.flatMap(({ file, path, headers }) => {
    const html = readPage(folder, file)
    return html === undefined ? [] : [{ html, path, headers }]
  })
  return {
    register: (app) => {
      app.register(fastifyStatic, {
        root: folder,
        // A route for each file: nothing that was not built is looked for on the disk.
        wildcard: false,
        index: false,
        serveDotFiles: false,
        decorateReply: false,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (reply, path) => {
          reply.header('cache-control', cachingOf(path))
        },
        globIgnore: [
          'index.html*',
          ...portalPages.map(({ file }) => `${file}*`),
          '**/*.br',
          '**/*.gz',
        ],
      })
    },
    answer: (request, reply) => {
      if (!isPage(request)) return undefined
      const [path = ''] = request.url.split('?', 1)
      const page = portal.find((one) => one.path.test(path))
      const nonce = randomBytes(16).toString('base64')
      return reply
        .headers({ ...headersOf(nonce), ...page?.headers })
        .type('text/html; charset=utf-8')
        .send((page?.html ?? index).replaceAll(noncePlace, nonce))
    },
  }
}

function readPage(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Where files lie, built ones and those at the root; what a page is about may have dots in its name. */
const files = /^\/(assets\/|\.|[^/]+\.[a-z0-9]+$)/i

function isPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const [path = ''] = url.split('?', 1)
  // Whoever asks for a file that is missing shall hear of it, and not get a page.
  if (notPages.test(path) || files.test(path)) return false
  const { accept = path === '/' ? '*/*' : '' } = headers
  // Nothing else is at the root: programs that take anything get the page there.
  return accept.includes('text/html') || (path === '/' && accept.includes('*/*'))
}

/** The name of what lies in assets holds a hash of its content, so that it never changes. */
function cachingOf(path: string): string {
  return /[/\\]assets[/\\]/.test(path)
    ? 'public, max-age=31536000, immutable'
    : 'public, max-age=3600'
}

/**
 * Nothing runs and nothing is loaded but what this server serves; the nonce is for the styles that
 * the pages make themselves.
 */
function headersOf(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  }
}
