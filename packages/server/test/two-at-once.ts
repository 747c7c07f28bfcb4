import { expect } from 'vitest'

type Acting = (expectedVersion: number) => Promise<unknown>

/**
 * Two people act at the same moment on the version that both read. One wins; the other is refused as overtaken, and again
 * if they insist. Gives the winner’s place.
 */
export async function twoAtOnce(
  read: () => Promise<{ version: number }>,
  actions: readonly [Acting, Acting],
): Promise<0 | 1> {
  const { version } = await read()
  const [first, second] = await Promise.allSettled([actions[0](version), actions[1](version)])
  const refused = [first, second].filter(({ status }) => status === 'rejected')
  expect(refused).toMatchObject([{ reason: { code: 'version-mismatch' } }])
  const winner = first.status === 'fulfilled' ? 0 : 1
  const after = await read()
  expect(after.version).toBeGreaterThan(version)
  const insist = actions[winner === 0 ? 1 : 0](version)
  await expect(insist).rejects.toMatchObject({
    code: 'version-mismatch',
    pointer: '/expectedVersion',
  })
  expect(await read()).toEqual(after)
  return winner
}
