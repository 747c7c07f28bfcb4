import { resolve } from 'node:path'
import { trimEnd } from '@touchstone/contract'
import { z } from 'zod'
import { AppError } from '../errors/index.ts'
import {
  networkVariables,
  readNetworkName,
  type NetworkFileName,
  type NetworkFileNames,
} from './neural-networks.ts'
import { isCron, readKeepRule, type BackupsConfig } from './backups.ts'
import { readVariables } from './secret-files.ts'
import { Secret } from './secret.ts'

export type StoreConfig =
  | { engine: 'embedded'; dataDir: string }
  | { engine: 'postgresql'; ownerUrl: Secret; appUrl: Secret | undefined }

/** A host in the operator's own network, as written in addresses, and one port of it. */
export type OutboundHost = { host: string; port: number }

/** A time-stamping authority (RFC 3161) that seals are stamped by. */
/** A bucket of an S3 storage, and a folder in it. */
export type S3Config = {
  /** Without a trailing slash. */
  url: string
  region: string
  accessKeyId: string
  secretAccessKey: Secret
}

export type TimestampAuthority = {
  name: string
  url: string
  /** A file with its root in PEM. */
  roots: string
}

/** A server of mail. */
export type MailServerConfig = {
  host: string
  port: number
  /** `required`: STARTTLS, or nothing is sent or read; `if-offered` only on this machine. */
  tls: 'from-the-start' | 'required' | 'if-offered' | 'off'
  user: string | undefined
  password: Secret | undefined
}

export type MailConfig = { server: MailServerConfig; from: string }

/** The mailbox for tips, and the address whose mail it holds. */
export type TipMailboxConfig = { server: MailServerConfig; folder: string; address: string }

export type OidcConfig = {
  issuer: string
  clientId: string
  clientSecret: Secret
  /** Label of the button. */
  name: string
}

/** A translation service that speaks LibreTranslate’s `/translate`. */
export type TranslationServiceConfig = {
  /** Without a trailing slash. */
  url: string
  key: Secret
}

export type CaptureIsolation = 'required' | 'when-possible'

/** Who runs the installation, as people without an account learn it. */
export type OperatorConfig = {
  name: string | undefined
  /** An email address or a web page. */
  contact: string | undefined
}

/** Settings for signing in. */
export type SignInConfig = {
  /** The server's address for browsers: scheme, host and port. */
  publicUrl: string | undefined
  /** Encrypts credentials, 32 bytes in base64; defaults to the key in `DATA_DIR`. */
  secretKey: Secret | undefined
  adminEmail: string
  oidc: OidcConfig | undefined
}

export type ServerConfig = {
  dataDir: string
  store: StoreConfig
  operator: OperatorConfig
  people: SignInConfig
  /** Proxies whose X-Forwarded-For and X-Forwarded-Proto are trusted. */
  trustedProxies: string[]
  /** Origins of other sites whose pages may call the API by a key. */
  corsOrigins: string[]
  /** Hosts outside the public internet that webhooks may call. */
  outboundAllow: OutboundHost[]
  /** Folders of packages with connectors for watches. */
  connectorPackages: string[]
  /** Whether pictures of listings are fetched, and whether text is read in all of them. */
  pictures: 'off' | 'on' | 'text'
  /** The operator's networks for pictures. */
  networks: NetworkFileNames
  timestampAuthorities: TimestampAuthority[]
  /** Without one, no text leaves for translation. */
  translation: TranslationServiceConfig | undefined
  /** Without one, emails wait. */
  mail: MailConfig | undefined
  /** Without one, no mail is read. */
  tipMailbox: TipMailboxConfig | undefined
  /** Whether pages are captured if the browser gets no network namespace. */
  captureIsolation: CaptureIsolation
  /** The bucket for evidence; undefined if it is stored in DATA_DIR. */
  blobs: S3Config | undefined
  /** Undefined if the server makes no backups. */
  backups: BackupsConfig | undefined
}

const authority = /^([a-z0-9][a-z0-9-]{0,60}) (https?:\/\/\S{1,500}) (\S{1,500})$/

function readAuthorities(text: string): TimestampAuthority[] | undefined {
  const authorities = text.split(',').map((part): TimestampAuthority | undefined => {
    const [, name, url, roots] = authority.exec(part.trim()) ?? []
    if (name === undefined || url === undefined || roots === undefined) return undefined
    return isWebUrl(url) ? { name, url, roots } : undefined
  })
  const all = authorities.every((entry) => entry !== undefined) ? authorities : undefined
  return new Set(all?.map(({ name }) => name)).size === all?.length ? all : undefined
}

type MailAddress = { server: MailServerConfig; path: string }

/** An address such as `smtps://user:password@host:465`, with the ports of a server that is encrypted late or at once. */
function readMailServer(
  text: string,
  { protocol, ports }: { protocol: 'smtp' | 'imap'; ports: readonly [number, number] },
): MailAddress | undefined {
  const url = URL.parse(text)
  if (url === null || ![`${protocol}:`, `${protocol}s:`].includes(url.protocol)) return undefined
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)$/i.test(url.hostname) || url.hash !== '') return undefined
  if (!['', '?tls=off'].includes(url.search)) return undefined
  const secure = url.protocol === `${protocol}s:`
  const isOff = url.search !== ''
  if (secure && isOff) return undefined
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const plain = isLoopback(url.hostname) ? 'if-offered' : 'required'
  try {
    const [user, password, path] = [url.username, url.password, url.pathname].map(
      decodeURIComponent,
    )
    const server: MailServerConfig = {
      host,
      port: url.port === '' ? ports[secure ? 1 : 0] : Number(url.port),
      tls: secure ? 'from-the-start' : isOff ? 'off' : plain,
      user: user === '' ? undefined : user,
      password: password === undefined || password === '' ? undefined : new Secret(password),
    }
    return { server, path: path?.replace(/^\//, '') ?? '' }
  } catch {
    return undefined
  }
}

function readSmtp(text: string): MailServerConfig | undefined {
  const read = readMailServer(text, { protocol: 'smtp', ports: [587, 465] })
  return read?.path === '' ? read.server : undefined
}

function readImap(text: string): Omit<TipMailboxConfig, 'address'> | undefined {
  const read = readMailServer(text, { protocol: 'imap', ports: [143, 993] })
  if (read?.server.user === undefined || read.server.password === undefined) return undefined
  const folder = read.path === '' ? 'INBOX' : read.path
  return /^[^\p{Cc}*%]{1,200}$/u.test(folder) ? { server: read.server, folder } : undefined
}

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

function isWebUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === ''
}

function isServiceUrl(text: string): boolean {
  return isWebUrl(text) && new URL(text).search === '' && new URL(text).hash === ''
}

/** The bucket is the first part of the path. */
function isBucketUrl(text: string): boolean {
  return (
    isWebUrl(text) &&
    /^\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w.-]+)*\/?$/.test(new URL(text).pathname)
  )
}

/** OpenID Connect requires https, except for a provider on this machine. */
function isIssuer(text: string): boolean {
  return isWebUrl(text) && (text.startsWith('https:') || isLoopback(new URL(text).hostname))
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host)
}

const addressRange = /^[0-9a-fA-F:.]{2,45}(\/[0-9]{1,3})?$/

const s3Names = ['BLOBS_URL', 'BLOBS_ACCESS_KEY_ID', 'BLOBS_SECRET_ACCESS_KEY'] as const
const translationNames = ['TRANSLATION_URL', 'TRANSLATION_KEY'] as const
const oidcNames = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const

const networkName = z.string().transform((text, context): NetworkFileName => {
  const name = readNetworkName(text)
  if (name !== undefined) return name
  context.addIssue({ code: 'custom' })
  return z.NEVER
})

/** Scheme, host and port as browsers write them, and nothing else. */
function isOrigin(text: string): boolean {
  return isWebUrl(text) && new URL(text).origin === text
}

const Environment = z
  .object({
    DATA_DIR: z.string().min(1).default('data'),
    DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
    DATABASE_APP_URL: z.string().refine(isPostgresUrl).optional(),
    PUBLIC_URL: z.string().refine(isWebUrl).optional(),
    TRUSTED_PROXIES: z
      .string()
      .transform((text) => text.split(',').map((range) => range.trim()))
      .refine((ranges) => ranges.every((range) => addressRange.test(range)))
      .default([]),
    CORS_ORIGINS: z
      .string()
      .transform((text) => text.split(',').map((origin) => origin.trim()))
      .refine((origins) => origins.every(isOrigin))
      .default([]),
    SECRET_KEY: z.string().refine(isKey).optional(),
    OPERATOR_NAME: z.string().trim().min(1).max(200).optional(),
    OPERATOR_CONTACT: z
      .string()
      .max(500)
      .refine((text) => isWebUrl(text) || z.email().safeParse(text).success)
      .optional(),
    ADMIN_EMAIL: z.email().toLowerCase().default('admin@touchstone.internal'),
    OIDC_ISSUER: z.string().refine(isIssuer).optional(),
    OIDC_CLIENT_ID: z.string().max(500).optional(),
    OIDC_CLIENT_SECRET: z.string().max(500).optional(),
    OIDC_NAME: z.string().max(100).default('Single sign-on'),
    OUTBOUND_ALLOW: z
      .string()
      .refine((text) => readHosts(text) !== undefined)
      .transform((text) => readHosts(text) ?? [])
      .default([]),
    PICTURES: z.enum(['off', 'on', 'text']).default('on'),
    COPY_EMBEDDER: networkName.optional(),
    DESIGN_EMBEDDER: networkName.optional(),
    LOGO_DETECTOR: networkName.optional(),
    TIMESTAMP_AUTHORITIES: z
      .string()
      .refine((text) => readAuthorities(text) !== undefined)
      .transform((text) => readAuthorities(text) ?? [])
      .default([]),
    TRANSLATION_URL: z.string().refine(isServiceUrl).optional(),
    TRANSLATION_KEY: z.string().max(500).optional(),
    CAPTURE_ISOLATION: z.enum(['required', 'when-possible']).default('when-possible'),
    SMTP_URL: z
      .string()
      .refine((text) => readSmtp(text) !== undefined)
      .transform((text) => readSmtp(text))
      .optional(),
    MAIL_FROM: z.email().max(254).optional(),
    CONNECTOR_PACKAGES: z
      .string()
      .max(10_000)
      .transform((text) => text.split(',').map((folder) => folder.trim()))
      .pipe(z.array(z.string().min(1)))
      .default([]),
    IMAP_URL: z
      .string()
      .refine((text) => readImap(text) !== undefined)
      .transform((text) => readImap(text))
      .optional(),
    // Room for the tag within the 64 characters of a local part.
    TIPS_ADDRESS: z
      .email()
      .max(200)
      .regex(/^[^+@]{1,32}@/)
      .toLowerCase()
      .optional(),
    BLOBS_URL: z.string().refine(isBucketUrl).optional(),
    BLOBS_REGION: z
      .string()
      .regex(/^[a-z0-9-]{1,50}$/)
      .default('us-east-1'),
    BLOBS_ACCESS_KEY_ID: z.string().max(500).optional(),
    BLOBS_SECRET_ACCESS_KEY: z.string().max(500).optional(),
    BACKUP_DIR: z.string().min(1).optional(),
    BACKUP_SCHEDULE: z.string().refine(isCron).default('17 1 * * *'),
    BACKUP_KEEP: z
      .string()
      .refine((text) => readKeepRule(text) !== undefined)
      .transform((text) => readKeepRule(text) ?? { daily: 0, weekly: 0, monthly: 0 })
      .default({ daily: 7, weekly: 5, monthly: 12 }),
    BACKUP_KEY: z.string().min(1).optional(),
  })
  .refine((env) => env.BACKUP_KEY === undefined || env.BACKUP_DIR !== undefined, {
    path: ['BACKUP_KEY'],
    params: { without: 'BACKUP_DIR: name the folder of the backups' },
  })
  .refine((env) => env.DATABASE_APP_URL === undefined || env.DATABASE_URL !== undefined, {
    path: ['DATABASE_APP_URL'],
    params: { without: 'DATABASE_URL: set both, or neither for the embedded store' },
  })
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    path: ['SMTP_URL'],
    params: { without: 'MAIL_FROM: name the address from which mail is sent' },
  })
  .refine((env) => env.IMAP_URL === undefined || env.TIPS_ADDRESS !== undefined, {
    path: ['IMAP_URL'],
    params: { without: 'TIPS_ADDRESS: name the address whose mail the mailbox receives' },
  })
  .superRefine((env, context) => {
    const missing = translationNames.find((name) => env[name] === undefined)
    const setName = translationNames.find((name) => env[name] !== undefined)
    if (missing === undefined || setName === undefined) return
    const without = `${missing}: set ${translationNames.join(' and ')}, or neither`
    context.addIssue({ code: 'custom', path: [setName], params: { without } })
  })
  .superRefine((env, context) => {
    const missing = s3Names.find((name) => env[name] === undefined)
    const setName = s3Names.find((name) => env[name] !== undefined)
    if (missing === undefined || setName === undefined) return
    const without = `${missing}: set ${s3Names.join(', ')}, or none of them`
    context.addIssue({ code: 'custom', path: [setName], params: { without } })
  })
  .superRefine((env, context) => {
    const missing = oidcNames.find((name) => env[name] === undefined)
    const setName = oidcNames.find((name) => env[name] !== undefined)
    if (missing !== undefined && setName !== undefined) {
      const without = `${missing}: set ${oidcNames.join(', ')}, or none of them`
      context.addIssue({ code: 'custom', path: [setName], params: { without } })
    }
    if (setName !== undefined && env.PUBLIC_URL === undefined) {
      const without = 'PUBLIC_URL: the provider must know where to return people to'
      context.addIssue({ code: 'custom', path: [setName], params: { without } })
    }
  })

const networkRemedy =
  'write the file and its SHA-256, as sha256sum prints it: /models/network.onnx@sha256:<64 digits>'

const remedies = {
  DATA_DIR: 'write a path, for example DATA_DIR=./data',
  DATABASE_URL: 'write postgres://user:password@host:5432/database',
  DATABASE_APP_URL: 'write postgres://user:password@host:5432/database',
  PUBLIC_URL: 'write https://host, without a user',
  TRUSTED_PROXIES: 'write addresses separated by commas, for example 10.0.0.1,10.1.0.0/16',
  CORS_ORIGINS:
    'write origins without a path, separated by commas, for example https://tools.example.com',
  SECRET_KEY: 'write 32 bytes in base64, as openssl rand -base64 32 makes them',
  OPERATOR_NAME: 'write at most 200 characters',
  OPERATOR_CONTACT: 'write an e-mail address, or the https address of a page',
  ADMIN_EMAIL: 'write an e-mail address',
  OIDC_ISSUER: 'write the https address of the provider',
  OIDC_CLIENT_ID: 'write at most 500 characters',
  OIDC_CLIENT_SECRET: 'write at most 500 characters',
  OIDC_NAME: 'write at most 100 characters',
  TIMESTAMP_AUTHORITIES:
    'write name, address and file separated by spaces, several separated by commas, each name once: lantern https://tsa.example.com/tsr lantern.pem',
  BLOBS_URL: 'write https://host/bucket, optionally followed by a folder',
  BLOBS_REGION: 'write the region as its provider names it, for example eu-central-1',
  BLOBS_ACCESS_KEY_ID: 'write at most 500 characters',
  BLOBS_SECRET_ACCESS_KEY: 'write at most 500 characters',
  OUTBOUND_ALLOW: 'write host:port, several separated by commas, for example hooks.internal:8080',
  PICTURES: 'write off, on or text',
  CONNECTOR_PACKAGES: 'write folders, several separated by commas',
  COPY_EMBEDDER: networkRemedy,
  DESIGN_EMBEDDER: networkRemedy,
  LOGO_DETECTOR: networkRemedy,
  TRANSLATION_URL: 'write https://host, without a user or query',
  TRANSLATION_KEY: 'write at most 500 characters',
  CAPTURE_ISOLATION: 'write required or when-possible',
  SMTP_URL:
    'write smtp://user:password@host:587 or smtps://user:password@host:465, with special characters of user and password percent-encoded',
  MAIL_FROM: 'write an e-mail address',
  IMAP_URL:
    'write imaps://user:password@host or imap://user:password@host, optionally followed by a folder, with special characters percent-encoded',
  BACKUP_DIR: 'write a path',
  BACKUP_SCHEDULE: 'write a cron expression of five fields in numbers, for example 17 1 * * *',
  BACKUP_KEEP: 'write for example daily 7, weekly 5, monthly 12',
  BACKUP_KEY: 'write the path of a key file',
  TIPS_ADDRESS: 'write an e-mail address with at most 32 characters before the @ and no +',
}

/** Reads the server's configuration; an empty variable counts as not set. */
export function readServerConfig(env: Readonly<Record<string, string | undefined>>): ServerConfig {
  const result = Environment.safeParse(readVariables(env, Object.keys(remedies)))
  if (!result.success) {
    throw new AppError({
      code: 'bad-configuration',
      // An address may contain a password, so no value is repeated here.
      message: result.error.issues.map(problemOf).join('\n'),
    })
  }
  const { data } = result
  const dataDir = resolve(data.DATA_DIR)
  return {
    dataDir,
    store: storeOf(dataDir, data),
    operator: { name: data.OPERATOR_NAME, contact: data.OPERATOR_CONTACT },
    people: {
      publicUrl: data.PUBLIC_URL === undefined ? undefined : new URL(data.PUBLIC_URL).origin,
      secretKey: data.SECRET_KEY === undefined ? undefined : new Secret(data.SECRET_KEY),
      adminEmail: data.ADMIN_EMAIL,
      oidc: oidcOf(data),
    },
    trustedProxies: data.TRUSTED_PROXIES,
    corsOrigins: data.CORS_ORIGINS,
    outboundAllow: data.OUTBOUND_ALLOW,
    connectorPackages: data.CONNECTOR_PACKAGES,
    pictures: data.PICTURES,
    networks: networksOf(data),
    timestampAuthorities: data.TIMESTAMP_AUTHORITIES,
    translation: translationOf(data),
    captureIsolation: data.CAPTURE_ISOLATION,
    mail: mailOf(data),
    tipMailbox: tipMailboxOf(data),
    blobs: s3Of(data),
    backups: backupsOf(data),
  }
}

type Variables = z.output<typeof Environment>

function networksOf(data: Variables): NetworkFileNames {
  const slots = Object.entries(networkVariables) as [keyof NetworkFileNames, keyof Variables][]
  return Object.fromEntries(
    slots.flatMap(([slot, name]) => (data[name] === undefined ? [] : [[slot, data[name]]])),
  )
}

function storeOf(dataDir: string, { DATABASE_URL, DATABASE_APP_URL }: Variables): StoreConfig {
  if (DATABASE_URL === undefined) return { engine: 'embedded', dataDir }
  const appUrl = DATABASE_APP_URL === undefined ? undefined : new Secret(DATABASE_APP_URL)
  return { engine: 'postgresql', ownerUrl: new Secret(DATABASE_URL), appUrl }
}

function mailOf({ SMTP_URL: server, MAIL_FROM: from }: Variables): MailConfig | undefined {
  return server === undefined || from === undefined ? undefined : { server, from }
}

function tipMailboxOf(variables: Variables): TipMailboxConfig | undefined {
  const { IMAP_URL: mailbox, TIPS_ADDRESS: address } = variables
  return mailbox === undefined || address === undefined ? undefined : { ...mailbox, address }
}

function translationOf({
  TRANSLATION_URL: url,
  TRANSLATION_KEY: key,
}: Variables): TranslationServiceConfig | undefined {
  if (url === undefined || key === undefined) return undefined
  return { url: trimEnd(url, '/'), key: new Secret(key) }
}

function s3Of(variables: Variables): S3Config | undefined {
  const { BLOBS_URL: url, BLOBS_REGION: region, BLOBS_ACCESS_KEY_ID: accessKeyId } = variables
  const { BLOBS_SECRET_ACCESS_KEY: secret } = variables
  if (url === undefined || accessKeyId === undefined || secret === undefined) return undefined
  return { url: trimEnd(url, '/'), region, accessKeyId, secretAccessKey: new Secret(secret) }
}

function backupsOf(variables: Variables): BackupsConfig | undefined {
  const { BACKUP_DIR: folder, BACKUP_SCHEDULE: schedule, BACKUP_KEEP: keep } = variables
  if (folder === undefined) return undefined
  const keyFile = variables.BACKUP_KEY === undefined ? undefined : resolve(variables.BACKUP_KEY)
  return { folder: resolve(folder), schedule, keep, keyFile }
}

function oidcOf(variables: Variables): OidcConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_NAME: name } = variables
  const { OIDC_CLIENT_SECRET: secret } = variables
  if (issuer === undefined || clientId === undefined || secret === undefined) return undefined
  return { issuer, clientId, clientSecret: new Secret(secret), name }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const name = issue.path[0] as keyof typeof remedies
  const without: unknown = issue.code === 'custom' ? issue.params?.['without'] : undefined
  if (typeof without === 'string') return `${name} is set without ${without}`
  return `${name} cannot be used: ${remedies[name]}`
}
