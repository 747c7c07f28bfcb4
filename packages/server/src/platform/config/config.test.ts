import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readServerConfig } from './config.ts'

const url = 'postgres://owner:hunter2@db.example:5432/touchstone'

test('nothing set gives the embedded store in the folder data', () => {
  const dataDir = resolve('data')
  expect(readServerConfig({ DATABASE_URL: '' })).toEqual({
    dataDir,
    store: { engine: 'embedded', dataDir },
    operator: { name: undefined, contact: undefined },
    people: {
      publicUrl: undefined,
      secretKey: undefined,
      adminEmail: 'admin@touchstone.internal',
      oidc: undefined,
    },
    trustedProxies: [],
    corsOrigins: [],
    outboundAllow: [],
    connectorPackages: [],
    pictures: 'on',
    networks: {},
    timestampAuthorities: [],
    translation: undefined,
    captureIsolation: 'when-possible',
    mail: undefined,
  })
})

test('the mail server is read from one address, encrypted unless it is on this machine', () => {
  const read = (SMTP_URL: string) =>
    readServerConfig({ SMTP_URL, MAIL_FROM: 'notices@brand.example' }).mail
  const [host, from] = ['mail.example.com', 'notices@brand.example']
  expect(read('smtp://mail.example.com')).toEqual({
    from,
    server: { host, port: 587, tls: 'required', user: undefined, password: undefined },
  })
  const full = read('smtps://a%40b:hunter%3A2@mail.example.com')
  expect(full?.server).toMatchObject({ host, port: 465, tls: 'from-the-start', user: 'a@b' })
  expect(full?.server.password?.reveal()).toBe('hunter:2')
  expect(inspect(full, { depth: 9 })).not.toContain('hunter')
  expect(read('smtp://127.0.0.1:2525')?.server).toMatchObject({ port: 2525, tls: 'if-offered' })
  expect(read('smtp://relay.internal:25?tls=off')?.server.tls).toBe('off')
  for (const bad of ['mail.example.com', 'http://a', 'smtps://a?tls=off', 'smtp://a/b', 'smtp://%'])
    expect(() => read(bad)).toThrow('SMTP_URL cannot be used')
  expect(() => readServerConfig({ SMTP_URL: 'smtp://a' })).toThrow(
    'SMTP_URL is set without MAIL_FROM',
  )
})

test('the mailbox for tips is read from one address, with its folder', () => {
  const address = 'Tips@brand.example'
  const read = (IMAP_URL: string, TIPS_ADDRESS = address) =>
    readServerConfig({ IMAP_URL, TIPS_ADDRESS }).tipMailbox
  const full = read('imaps://a%40b:hunter%3A2@mail.example.com/Tips%2FNew')
  expect(full).toMatchObject({ folder: 'Tips/New', address: 'tips@brand.example' })
  expect(full?.server).toMatchObject({ port: 993, tls: 'from-the-start', user: 'a@b' })
  expect(inspect(full, { depth: 9 })).not.toContain('hunter')
  expect(read('imap://a:b@mail.example.com')).toMatchObject({
    folder: 'INBOX',
    server: { port: 143, tls: 'required' },
  })
  for (const bad of ['imaps://mail.example.com', 'imaps://a:b@c/%0A', 'imaps://a:b@c?tls=off'])
    expect(() => read(bad)).toThrow('IMAP_URL cannot be used')
  for (const bad of ['tips', 'tips+all@brand.example', `${'x'.repeat(33)}@brand.example`])
    expect(() => read('imaps://a:b@c', bad)).toThrow('TIPS_ADDRESS cannot be used')
  expect(() => readServerConfig({ IMAP_URL: 'imaps://a:b@c' })).toThrow(
    'IMAP_URL is set without TIPS_ADDRESS',
  )
})

test('captures need a network namespace if the operator requires one, and no other value is accepted', () => {
  const read = (CAPTURE_ISOLATION: string) =>
    readServerConfig({ CAPTURE_ISOLATION }).captureIsolation
  expect(read('required')).toBe('required')
  expect(read('')).toBe('when-possible')
  for (const bad of ['flags', 'off', 'Required']) {
    expect(() => read(bad)).toThrow('CAPTURE_ISOLATION cannot be used')
  }
})

test('OUTBOUND_ALLOW names hosts with their ports', () => {
  const read = (OUTBOUND_ALLOW: string): unknown =>
    readServerConfig({ OUTBOUND_ALLOW }).outboundAllow
  expect(read('Hooks.internal:8080, 10.0.0.7:443,[fd00::1]:9000')).toEqual([
    { host: 'hooks.internal', port: 8080 },
    { host: '10.0.0.7', port: 443 },
    { host: '[fd00::1]', port: 9000 },
  ])
  for (const bad of ['hooks.internal', 'http://a:80', 'a:0', 'a:65536', 'a:80,', 'a:80;b:80']) {
    expect(() => read(bad)).toThrow('OUTBOUND_ALLOW cannot be used')
  }
})

test('TIMESTAMP_AUTHORITIES names authorities with the files of their roots', () => {
  const read = (TIMESTAMP_AUTHORITIES: string): unknown =>
    readServerConfig({ TIMESTAMP_AUTHORITIES }).timestampAuthorities
  expect(
    read('lantern https://a.example/tsr /etc/a.pem, harbour http://b.internal:80/ b.pem'),
  ).toEqual([
    { name: 'lantern', url: 'https://a.example/tsr', roots: '/etc/a.pem' },
    { name: 'harbour', url: 'http://b.internal:80/', roots: 'b.pem' },
  ])
  for (const bad of ['lantern', 'a ftp://a b', 'A https://a b', 'a https://a b, a https://c d']) {
    expect(() => read(bad)).toThrow('TIMESTAMP_AUTHORITIES cannot be used')
  }
})

test('a translation service is named with its key, or not at all', () => {
  const whole = { TRANSLATION_URL: 'https://translate.example.com/', TRANSLATION_KEY: 'geheim' }
  const { translation } = readServerConfig(whole)
  expect(translation?.url).toBe('https://translate.example.com')
  expect(translation?.key.reveal()).toBe('geheim')
  expect(inspect(translation)).not.toContain('geheim')
  expect(() => readServerConfig({ ...whole, TRANSLATION_KEY: undefined })).toThrow(
    'TRANSLATION_URL is set without TRANSLATION_KEY',
  )
  for (const TRANSLATION_URL of [
    'translate.example',
    'https://a@b.example',
    'https://b.example/?q=1',
  ])
    expect(() => readServerConfig({ ...whole, TRANSLATION_URL })).toThrow('TRANSLATION_URL cannot')
})

test('a bucket for blobs is named with its keys, or not at all', () => {
  const whole = {
    BLOBS_URL: 'https://s3.eu-central-1.amazonaws.com/evidence/touchstone/',
    BLOBS_REGION: 'eu-central-1',
    BLOBS_ACCESS_KEY_ID: 'AKIA1',
    BLOBS_SECRET_ACCESS_KEY: 'geheim',
  }
  const { blobs } = readServerConfig(whole)
  expect(blobs).toMatchObject({
    url: 'https://s3.eu-central-1.amazonaws.com/evidence/touchstone',
    region: 'eu-central-1',
    accessKeyId: 'AKIA1',
  })
  expect(blobs?.secretAccessKey.reveal()).toBe('geheim')
  expect(inspect(blobs)).not.toContain('geheim')
  expect(readServerConfig({}).blobs).toBeUndefined()
  const without = { ...whole, BLOBS_SECRET_ACCESS_KEY: undefined }
  expect(() => readServerConfig(without)).toThrow(
    'BLOBS_URL is set without BLOBS_SECRET_ACCESS_KEY',
  )
  for (const BLOBS_URL of ['s3://evidence', 'https://s3.example.com/', 'https://a@b.example/c']) {
    expect(() => readServerConfig({ ...whole, BLOBS_URL })).toThrow('BLOBS_URL cannot be used')
  }
})

test('SECRET_KEY is 32 bytes in base64', () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  expect(readServerConfig({ SECRET_KEY: key }).people.secretKey?.reveal()).toBe(key)
  expect(inspect(readServerConfig({ SECRET_KEY: key }))).not.toContain(key)
  for (const bad of ['short', key.slice(1), `${key}=`]) {
    expect(() => readServerConfig({ SECRET_KEY: bad })).toThrow('SECRET_KEY cannot be used')
  }
})

test('DATABASE_URL gives PostgreSQL', () => {
  const { store } = readServerConfig({ DATABASE_URL: url, DATABASE_APP_URL: url })
  if (store.engine !== 'postgresql') throw new Error('not PostgreSQL')
  expect([store.ownerUrl.reveal(), store.appUrl?.reveal()]).toEqual([url, url])
})

const oidc = {
  OIDC_ISSUER: 'https://id.example.com',
  OIDC_CLIENT_ID: 'touchstone',
  OIDC_CLIENT_SECRET: 'hunter2',
  PUBLIC_URL: 'https://touchstone.example.com/',
}

test('an identity provider, the public address and the proxies are read', () => {
  const { people, trustedProxies } = readServerConfig({
    ...oidc,
    TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16,::1',
    ADMIN_EMAIL: 'Ada@Example.com',
  })
  expect(people).toMatchObject({
    publicUrl: 'https://touchstone.example.com',
    adminEmail: 'ada@example.com',
    oidc: { issuer: 'https://id.example.com', clientId: 'touchstone', name: 'Single sign-on' },
  })
  expect(people.oidc?.clientSecret.reveal()).toBe('hunter2')
  expect(trustedProxies).toEqual(['10.0.0.1', '10.1.0.0/16', '::1'])
})

test('whoever runs the installation is stated as it is written', () => {
  const stated = { OPERATOR_NAME: ' House Velmoraq ', OPERATOR_CONTACT: 'data@velmoraq.example' }
  expect(readServerConfig(stated).operator).toEqual({
    name: 'House Velmoraq',
    contact: 'data@velmoraq.example',
  })
  expect(readServerConfig({}).operator).toEqual({ name: undefined, contact: undefined })
})

test('printing, logging or serialising the configuration shows no secret', () => {
  const key = Buffer.from('hunter2 hunter2 hunter2 hunter2 ').toString('base64')
  const env = { ...oidc, DATABASE_URL: url, DATABASE_APP_URL: url, SECRET_KEY: key }
  const config = readServerConfig(env)
  for (const text of [inspect(config, { depth: 9 }), JSON.stringify(config)]) {
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain(key)
    expect(text).toContain('[secret]')
  }
})

describe('an unusable value is reported by name and fix, without the value', () => {
  test.each(['mysql://a:hunter2@b/c', 'hunter2', 'postgres://owner:hunter2@db.example'])(
    'DATABASE_URL=%s',
    (DATABASE_URL) => {
      const read = (): unknown => readServerConfig({ DATABASE_URL })
      expect(read).toThrow('DATABASE_URL cannot be used: write postgres://user:password@host')
      expect(read).not.toThrow('hunter2')
    },
  )

  test.each<[Record<string, string | undefined>, string]>([
    [{ SECRET_KEY: 'hunter2' }, 'SECRET_KEY cannot be used: write 32 bytes in base64'],
    [{ OPERATOR_CONTACT: 'javascript:1' }, 'OPERATOR_CONTACT cannot be used: write an e-mail'],
    [{ PUBLIC_URL: 'touchstone.example.com' }, 'PUBLIC_URL cannot be used: write https://host'],
    [{ TRUSTED_PROXIES: 'all of them' }, 'TRUSTED_PROXIES cannot be used: write addresses'],
    [{ CORS_ORIGINS: '*' }, 'CORS_ORIGINS cannot be used: write origins'],
    [{ CORS_ORIGINS: 'https://a.example/path' }, 'CORS_ORIGINS cannot be used: write origins'],
    [{ ADMIN_EMAIL: 'ada' }, 'ADMIN_EMAIL cannot be used: write an e-mail address'],
    [{ ...oidc, OIDC_ISSUER: 'http://id.example.com' }, 'OIDC_ISSUER cannot be used: write the'],
    [{ ...oidc, OIDC_CLIENT_SECRET: '' }, 'OIDC_ISSUER is set without OIDC_CLIENT_SECRET'],
    [{ ...oidc, OIDC_ISSUER: undefined }, 'OIDC_CLIENT_ID is set without OIDC_ISSUER'],
    [{ ...oidc, PUBLIC_URL: undefined }, 'OIDC_ISSUER is set without PUBLIC_URL'],
  ])('%j', (env, words) => {
    const read = (): unknown => readServerConfig(env)
    expect(read).toThrow(words)
    expect(read).not.toThrow('hunter2')
  })

  test('a login for requests without the owner', () => {
    expect(() => readServerConfig({ DATABASE_APP_URL: url })).toThrow(
      'DATABASE_APP_URL is set without DATABASE_URL',
    )
  })
})

test('networks for pictures are named by file and digest, and no other way', () => {
  const digest = 'AB'.repeat(32)
  const { networks } = readServerConfig({
    COPY_EMBEDDER: `/models/my copies@home.onnx@sha256:${digest}`,
    LOGO_DETECTOR: '',
  })
  expect(networks).toEqual({
    copyEmbedder: { path: '/models/my copies@home.onnx', sha256: digest.toLowerCase() },
  })
  for (const wrong of ['/models/copies.onnx', `@sha256:${digest}`, `a@sha256:${digest}0`])
    expect(() => readServerConfig({ DESIGN_EMBEDDER: wrong })).toThrow(
      /^DESIGN_EMBEDDER cannot be used: write the file and its SHA-256/,
    )
})
