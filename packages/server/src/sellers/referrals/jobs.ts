import { z } from 'zod'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { makeReferralPackage } from './make-referral-package.ts'
import type { ReferralDependencies } from './types.ts'
import { listOpenPackages } from './packages-repository.ts'

const Named = z.object({ id: z.uuid() })
const operator = { as: 'operator', actor: { kind: 'operator', id: 'referrals' } } as const
const expireSeconds = 4 * 3600

/** Makes and sends one dossier or supplement. */
export function referralPackageJob(dependencies: ReferralDependencies): Job<typeof Named> {
  const run = ({ id }: { id: string }, signal: AbortSignal): Promise<void> =>
    makeReferralPackage(dependencies, id, signal)
  return defineJob('referral-package', Named, run, { expireSeconds })
}

/** Makes packages for which no job could be queued, or whose process ended. */
export function referralPackageSweep(dependencies: ReferralDependencies): Job<z.ZodObject> {
  return defineJob(
    'referral-package-sweep',
    z.object({}),
    async (_data, signal) => {
      const ids = await dependencies.store.transact(operator, listOpenPackages)
      for (const id of ids) {
        if (signal.aborted) return
        await makeReferralPackage(dependencies, id, signal)
      }
    },
    { cron: '* * * * *', expireSeconds },
  )
}
