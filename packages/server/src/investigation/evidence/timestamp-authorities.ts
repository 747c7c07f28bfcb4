import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Authority } from '@touchstone/evidence'
import type { TimestampAuthority } from '../../platform/config/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { post, type PostOptions } from '../../platform/outbound/index.ts'
import { tracedCall } from '../../platform/telemetry/index.ts'

const answerBytes = 64 * 1024

/** The configured timestamp authorities, called through the outbound guard. */
export function openAuthorities(
  configured: readonly TimestampAuthority[],
  outbound: Pick<PostOptions, 'allow' | 'lookup'> = {},
): Authority[] {
  return configured.map(({ name, url, roots }) => ({
    name,
    roots: rootsIn(roots),
    post: async (request) => {
      const answer = await tracedCall('timestamp-authority', async () =>
        post(url, {
          ...outbound,
          headers: {
            'content-type': 'application/timestamp-query',
            accept: 'application/timestamp-reply',
          },
          body: request,
          answerBytes,
          totalMilliseconds: 15_000,
        }),
      )
      if (!answer.ok) throw new Error(answer.message)
      if (answer.status !== 200) throw new Error(`it responded with status ${answer.status}`)
      return answer.answer
    },
  }))
}

function rootsIn(file: string): X509Certificate[] {
  const parsed = certificates(file)
  if (parsed.length > 0) return parsed
  throw new AppError({
    code: 'bad-configuration',
    message: `TIMESTAMP_AUTHORITIES: ${file} does not contain a certificate in PEM format: name the file with the authority’s root certificate`,
  })
}

function certificates(file: string): X509Certificate[] {
  try {
    const pem = readFileSync(file, 'utf8')
    const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
    return blocks.map((block) => new X509Certificate(block))
  } catch {
    return []
  }
}
