import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../errors/index.ts'
import { Secret } from './secret.ts'

export type StoreConfig =
  | { engine: 'embedded'; dataDir: string }
  | { engine: 'postgresql'; ownerUrl: Secret; appUrl: Secret | undefined }

/** A host of the operator's own network, as it stands in addresses, and one port of it. */
export type OutboundHost = { host: string; port: number }

export type ServerConfig = {
  dataDir: string
  store: StoreConfig
  /** 32 bytes in base64; where there is none, the key lies in `dataDir`. */
  secretKey: Secret | undefined
  /** Where web hooks may go though it is not the public internet. */
  outboundAllow: OutboundHost[]
}

/** The variables of the store, as docs/operator/configuration.md shows them. */
export const storeVariables = [
  {
    name: 'DATABASE_URL',
    default: '',
    meaning:
      'PostgreSQL 17 or newer, as the role that owns the tables: `postgres://owner:password@host/database`. Where it is not set, the store is embedded in `DATA_DIR`.',
  },
  {
    name: 'DATABASE_APP_URL',
    default: '',
    meaning:
      'The same database as a login that serves requests, where the owner may not create roles.',
  },
  {
    name: 'SECRET_KEY',
    default: '',
    meaning:
      'Key of 32 bytes in base64 (`openssl rand -base64 32`) under which the store keeps secrets that it must read again. Where it is not set, one is made in `DATA_DIR/secret.key`. Server processes that share a store need the same.',
  },
  {
    name: 'OUTBOUND_ALLOW',
    default: '',
    meaning:
      'Hosts of your own network that web hooks may reach, over HTTP too: `host:port,host:port`. All else must be HTTPS on the public internet.',
  },
] as const

const hostAndPort = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+):([1-9][0-9]{0,4})$/i

function readHosts(text: string): OutboundHost[] | undefined {
  const hosts = text.split(',').map((part): OutboundHost | undefined => {
    const [, host, port] = hostAndPort.exec(part.trim()) ?? []
    if (host === undefined || Number(port) > 65535) return undefined
    return { host: host.toLowerCase(), port: Number(port) }
  })
  return hosts.every((host) => host !== undefined) ? hosts : undefined
}

function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text)
}

function isPostgresUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1
}

const Environment = z
  .object({
    DATA_DIR: z.string().min(1).default('data'),
    DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
    DATABASE_APP_URL: z.string().refine(isPostgresUrl).optional(),
    SECRET_KEY: z.string().refine(isKey).optional(),
    OUTBOUND_ALLOW: z
      .string()
      .refine((text) => readHosts(text) !== undefined)
      .transform((text) => readHosts(text) ?? [])
      .default([]),
  })
  .refine((env) => env.DATABASE_APP_URL === undefined || env.DATABASE_URL !== undefined, {
    path: ['DATABASE_APP_URL'],
    params: { alone: true },
  })

const mends = {
  DATA_DIR: 'write a path, for example DATA_DIR=./data',
  DATABASE_URL: 'write postgres://user:password@host:5432/database',
  DATABASE_APP_URL: 'write postgres://user:password@host:5432/database',
  SECRET_KEY: 'write 32 bytes in base64, as `openssl rand -base64 32` prints them',
  OUTBOUND_ALLOW: 'write host:port, several with commas, for example hooks.internal:8080',
}

/** Reads what the server needs to know; a variable that is empty counts as not set. */
export function readServerConfig(env: Readonly<Record<string, string | undefined>>): ServerConfig {
  const given = Object.fromEntries(
    Object.keys(mends).map((name) => [name, env[name] === '' ? undefined : env[name]]),
  )
  const result = Environment.safeParse(given)
  if (!result.success) {
    throw new AppError({
      code: 'bad-configuration',
      // An address may hold a password, so that no value is repeated here.
      message: result.error.issues.map(problemOf).join('\n'),
    })
  }
  const { DATA_DIR, DATABASE_URL, DATABASE_APP_URL, SECRET_KEY, OUTBOUND_ALLOW } = result.data
  const dataDir = resolve(DATA_DIR)
  const shared = {
    dataDir,
    secretKey: SECRET_KEY === undefined ? undefined : new Secret(SECRET_KEY),
    outboundAllow: OUTBOUND_ALLOW,
  }
  if (DATABASE_URL === undefined) return { ...shared, store: { engine: 'embedded', dataDir } }
  const appUrl = DATABASE_APP_URL === undefined ? undefined : new Secret(DATABASE_APP_URL)
  return {
    ...shared,
    store: { engine: 'postgresql', ownerUrl: new Secret(DATABASE_URL), appUrl },
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const name = issue.path[0] as keyof typeof mends
  if (issue.code === 'custom' && issue.params?.['alone'] === true) {
    return `${name} is set without DATABASE_URL: set both, or none for the embedded store`
  }
  return `${name} cannot be used: ${mends[name]}`
}
