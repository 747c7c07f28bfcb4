import { samples, examples, type AnyExample } from '@touchstone/contract/examples'
import { Secret, TOTP } from 'otpauth'
import { pngOf } from './image-host.ts'

export type NamedExample = AnyExample & { room: string; name: string }

/** All examples in an order in which they work. */
export const allExamples: NamedExample[] = Object.entries(examples).flatMap(([room, ofRoom]) =>
  Object.entries<readonly AnyExample[]>(ofRoom).flatMap(([name, some]) =>
    some.map((example) => ({ room, name, ...example })),
  ),
)

/** The values of one run for the samples of the examples. */
export class SampleValues {
  readonly #values = new Map<string, string>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  keep(keeps: AnyExample['keeps'] = {}, answer: unknown): void {
    for (const [sample, pointer] of Object.entries(keeps)) {
      const value = pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], answer)
      if (typeof value !== 'string') throw new Error(`the answer holds no text at ${pointer}`)
      this.#values.set(sample, value)
    }
  }

  /** A value with each sample replaced by the run's value. */
  fill(value: unknown): unknown {
    if (value === samples.code) return this.#code()
    if (value === samples.pictureFile) return pngOf(64, 48)
    if (typeof value === 'string') return this.#values.get(value) ?? value
    if (Array.isArray(value)) return value.map((entry) => this.fill(entry))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => [name, this.fill(entry)]),
    )
  }

  /** The current code of an authenticator app. */
  #code(): string {
    const secret = Secret.fromBase32(this.#values.get(samples.secret) ?? '')
    return new TOTP({ secret }).generate({ timestamp: this.#now() })
  }
}
