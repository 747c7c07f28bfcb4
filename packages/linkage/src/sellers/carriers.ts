import { Repeated } from '../candidates/index.ts'
import type { Account } from './account.ts'

/** On how many accounts each identifier and each picture is. */
export class Carriers {
  readonly #identifiers = new Map<string, number>()
  readonly #pictures = new Map<number, number>()

  constructor(accounts: readonly Pick<Account, 'identifiers' | 'pictures'>[]) {
    const repeated = new Repeated(accounts.reduce((sum, { pictures }) => sum + pictures.length, 0))
    for (const { pictures } of accounts) for (const picture of pictures) repeated.add(picture)
    for (const { identifiers, pictures } of accounts) {
      for (const key of identifiers.keys())
        this.#identifiers.set(key, (this.#identifiers.get(key) ?? 0) + 1)
      for (const picture of pictures)
        if (repeated.has(picture))
          this.#pictures.set(picture, (this.#pictures.get(picture) ?? 0) + 1)
    }
  }

  ofIdentifier(key: string): number {
    return this.#identifiers.get(key) ?? 1
  }

  ofPicture(picture: number): number {
    return this.#pictures.get(picture) ?? 1
  }
}
