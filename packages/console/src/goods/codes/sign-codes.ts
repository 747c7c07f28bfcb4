import type { Client } from '@touchstone/client'
import { server } from '../../connection/index.ts'

type SignedCode = Awaited<ReturnType<Client['codeKeys']['sign']>>['codes'][number]

/** Codes that a page signs at most; more through the API or `touchstone codes sign`. */
export const maxSigned = 10_000
/** `maxSignedCodes` of the contract. */
const most = 1000

/** Signs serials of a batch, or `count` of them from the place `from` on (0 is the first). */
export async function signCodes(
  id: string,
  which: { serials: readonly string[] } | { from: number; count: number },
): Promise<SignedCode[]> {
  const signed: SignedCode[] = []
  if ('serials' in which) {
    for (let from = 0; from < which.serials.length; from += most) {
      const serials = which.serials.slice(from, from + most)
      signed.push(...(await server.codeKeys.sign({ params: { id }, body: { serials } })).codes)
    }
    return signed
  }
  for (let from: number | null = which.from; from !== null && signed.length < which.count;) {
    const limit = Math.min(most, which.count - signed.length)
    const page: Awaited<ReturnType<Client['codeKeys']['sign']>> = await server.codeKeys.sign({
      params: { id },
      body: { from, limit },
    })
    signed.push(...page.codes)
    from = page.next
  }
  return signed
}
