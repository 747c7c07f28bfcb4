import { readFileSync, statSync } from 'node:fs'
import { AppError } from '../errors/index.ts'

/** Variables that `…_FILE` can give as the path of a file, as containers and systemd hand over secrets. */
const secretVariables = [
  'BLOBS_ACCESS_KEY_ID',
  'BLOBS_SECRET_ACCESS_KEY',
  'DATABASE_APP_URL',
  'DATABASE_URL',
  'IMAP_URL',
  'METRICS_TOKEN',
  'OIDC_CLIENT_SECRET',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'SECRET_KEY',
  'SMTP_URL',
  'TRANSLATION_KEY',
] as const

type Variables = Readonly<Record<string, string | undefined>>

const maxBytes = 64 * 1024

/** The values of these variables, each from the environment or from the file that `…_FILE` names. */
export function readVariables(
  env: Variables,
  names: readonly string[],
): Record<string, string | undefined> {
  return Object.fromEntries(
    names.map((name) => {
      const hasFile = (secretVariables as readonly string[]).includes(name)
      const value = (hasFile ? readSecretFile(env, name) : undefined) ?? env[name]
      return [name, value === '' ? undefined : value]
    }),
  )
}

function readSecretFile(env: Variables, name: string): string | undefined {
  const file = env[`${name}_FILE`]
  if (file === undefined || file === '') return undefined
  if (env[name] !== undefined && env[name] !== '') {
    throw badFile(`${name} and ${name}_FILE are both set: keep one of them`)
  }
  let text: string
  try {
    if (statSync(file).size > maxBytes) {
      throw badFile(`${name}_FILE cannot be used: ${file} is larger than 64 KiB`)
    }
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof AppError) throw error
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    throw badFile(
      `${name}_FILE cannot be used: ${file} cannot be read (${code}); name a file that the server’s user can read`,
    )
  }
  // Editors and shells end a file with a line break.
  const value = text.replace(/\r?\n$/, '')
  if (value === '') throw badFile(`${name}_FILE cannot be used: ${file} is empty`)
  return value
}

function badFile(message: string): AppError {
  return new AppError({ code: 'bad-configuration', message })
}
