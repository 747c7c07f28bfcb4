import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** The built pages. */
export type ConsolePages = {
  /** Serves the pages' files. */
  register(app: FastifyInstance): void
  /** The page for all of the console's addresses; undefined for any other request. */
  answer(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined
}

const noncePlace = '__CSP_NONCE__'
/** Separate pages: visitors without an account load nothing of the console. */
const portalPages = [
  { file: 'appeal.html', path: /^\/appeal\/?$/, headers: {} },
  // Other sites do not learn which marketplace receives a notice.
  {
    file: 'notice-form.html',
    path: /^\/notice\/[^/]+\/?$/,
    headers: { 'referrer-policy': 'no-referrer' },
  },
  // A Digital Link may lead to it; other sites do not learn which goods someone holds.
  {
    file: 'check.html',
    path: /^\/check(?:\/?|\/01\/.+)$/,
    headers: { 'referrer-policy': 'no-referrer' },
  },
  {
    file: 'referral-reply.html',
    path: /^\/referral-reply\/?$/,
    headers: { 'referrer-policy': 'no-referrer' },
  },
  { file: 'watch-policy.html', path: /^\/watch-policy\/?$/, headers: {} },
]
/** Addresses of pages at which there is nothing else. */
const pagesAlone = /^\/(?:watch-policy\/?|referral-reply\/?|check(?:\/?|\/01\/.+))?$/
/** The server's own addresses, which are not pages. */
const notPages = /^\/(?:api|auth|reference|health|ready|metrics|assets|sample)(?:\/|$)/

/** Reads the folder; undefined if the console was never built. */
export function openConsolePages(folder: string): ConsolePages | undefined {
  const index = readPage(folder, 'index.html')
  if (index === undefined) return undefined
  const isKnown = knownPages(folder)
  const portal = portalPages.flatMap(({ file, path, headers }) => {
    const html = readPage(folder, file)
    return html === undefined ? [] : [{ html, path, headers }]
  })
  return {
    register: (app) => {
      app.register(fastifyStatic, {
        root: folder,
        // One route per file: files that were not built are never looked up on disk.
        wildcard: false,
        index: false,
        serveDotFiles: false,
        decorateReply: false,
        preCompressed: true,
        cacheControl: false,
        setHeaders: (reply, path) => {
          reply.header('cache-control', cachingOf(path))
          // A worker has the policy of its own file.
          reply.header('content-security-policy', filePolicy)
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
        .status(page !== undefined || isKnown(path) ? 200 : 404)
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

/** Whether the console has a page at an address; the build lists them, with `$name` for what varies. */
function knownPages(folder: string): (path: string) => boolean {
  const listed = readPage(folder, join('.vite', 'page-addresses.json'))
  if (listed === undefined) return () => true
  const pages = (JSON.parse(listed) as string[]).map(segmentsOf)
  return (path) => {
    const given = segmentsOf(path)
    return pages.some(
      (page) =>
        page.length === given.length &&
        page.every((segment, at) => segment.startsWith('$') || segment === given[at]),
    )
  }
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** Addresses of files, built ones and those at the root; page addresses may contain dots. */
const files = /^\/(assets\/|\.|[^/]+\.[a-z0-9]+$)/i

function isPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false
  const [path = ''] = url.split('?', 1)
  // A missing file gets an error instead of the page.
  if (notPages.test(path) || files.test(path)) return false
  const isAlone = pagesAlone.test(path)
  const { accept = isAlone ? '*/*' : '' } = headers
  // Programs that accept anything get the page.
  return accept.includes('text/html') || (isAlone && accept.includes('*/*'))
}

/** Names in assets contain a hash of the content, which therefore never changes. */
function cachingOf(path: string): string {
  return /[/\\]assets[/\\]/.test(path)
    ? 'public, max-age=31536000, immutable'
    : 'public, max-age=3600'
}

const filePolicy = "default-src 'none'; script-src 'self'; connect-src 'self'"

/** Only what this server serves can load or run; the nonce is for styles created by the pages. */
function headersOf(nonce: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
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
