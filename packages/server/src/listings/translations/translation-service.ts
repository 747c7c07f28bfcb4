import { isStorableText } from '@touchstone/contract'
import { z } from 'zod'
import type { TranslationServiceConfig } from '../../platform/config/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { post, type PostOptions } from '../../platform/outbound/index.ts'
import { tracedCall } from '../../platform/telemetry/index.ts'

export type TranslationService = {
  /** Its host name. */
  name: string
  /** Translates texts in their order. */
  translate(texts: readonly string[], language: string): Promise<string[]>
}

const totalMilliseconds = 20_000
const answerBytes = 1024 * 1024
const mostUnits = 100_000

const Answer = z.object({ translatedText: z.array(z.string().max(mostUnits)) })

/** A service with the interface of LibreTranslate, called through the outbound guard. */
export function openTranslationService(
  { url, key }: TranslationServiceConfig,
  outbound: Pick<PostOptions, 'allow' | 'lookup' | 'totalMilliseconds'> = {},
): TranslationService {
  const name = new URL(url).hostname
  return {
    name,
    translate: async (texts, language) => {
      const answered = await tracedCall('translation-service', async () =>
        post(`${url}/translate`, {
          totalMilliseconds,
          ...outbound,
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({
            q: texts,
            source: 'auto',
            target: language,
            format: 'text',
            api_key: key.reveal(),
          }),
          answerBytes,
        }),
      )
      if (!answered.ok) throw failed(`${name} was not reached: ${answered.message}`)
      if (answered.status !== 200) throw failed(`${name} ${wordsOf(answered.status)}`)
      const translated = readAnswer(answered.answer)
      if (translated?.length === texts.length && translated.every(isStorableText)) return translated
      throw failed(`${name} gave a response that is no translation of the texts`)
    },
  }
}

function readAnswer(bytes: Uint8Array): string[] | undefined {
  try {
    return Answer.parse(JSON.parse(new TextDecoder().decode(bytes))).translatedText
  } catch {
    return undefined
  }
}

/** What others say in their responses is not repeated: it could be anything. */
function wordsOf(status: number): string {
  if (status === 401 || status === 403) return `refused the operator’s key (status ${status})`
  if (status === 429) return 'has too many requests; try again in a moment'
  if (status === 400) return 'does not translate these texts into this language (status 400)'
  return `responded with status ${status}`
}

function failed(message: string): AppError {
  return new AppError({ code: 'translation-service-failed', message, retryable: true })
}
