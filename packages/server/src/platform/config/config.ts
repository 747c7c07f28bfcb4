import { resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../errors/index.ts'
import { Secret } from './secret.ts'

export type StoreConfig =
  | { engine: 'embedded'; dataDir: string }
  | { engine: 'postgresql'; ownerUrl: Secret; appUrl: Secret | undefined }

export type ServerConfig = { dataDir: string; store: StoreConfig }

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
] as const

function isPostgresUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1
}

const Environment = z
  .object({
    DATA_DIR: z.string().min(1).default('data'),
    DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
    DATABASE_APP_URL: z.string().refine(isPostgresUrl).optional(),
  })
  .refine((env) => env.DATABASE_APP_URL === undefined || env.DATABASE_URL !== undefined, {
    path: ['DATABASE_APP_URL'],
    params: { alone: true },
  })

const mends = {
  DATA_DIR: 'write a path, for example DATA_DIR=./data',
  DATABASE_URL: 'write postgres://user:password@host:5432/database',
  DATABASE_APP_URL: 'write postgres://user:password@host:5432/database',
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
  const { DATA_DIR, DATABASE_URL, DATABASE_APP_URL } = result.data
  const dataDir = resolve(DATA_DIR)
  if (DATABASE_URL === undefined) return { dataDir, store: { engine: 'embedded', dataDir } }
  const appUrl = DATABASE_APP_URL === undefined ? undefined : new Secret(DATABASE_APP_URL)
  return { dataDir, store: { engine: 'postgresql', ownerUrl: new Secret(DATABASE_URL), appUrl } }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const name = issue.path[0] as keyof typeof mends
  if (issue.code === 'custom' && issue.params?.['alone'] === true) {
    return `${name} is set without DATABASE_URL: set both, or none for the embedded store`
  }
  return `${name} cannot be used: ${mends[name]}`
}
