import { z } from 'zod'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { makeCasePackage, type CasePackageDependencies } from './make-case-package.ts'
import { listOpenPackages } from './repository.ts'

const Named = z.object({ id: z.uuid() })
const operator = { as: 'operator', actor: { kind: 'operator', id: 'case-packages' } } as const
const expireSeconds = 4 * 3600

/** Makes one package of a case. */
export function casePackageJob(dependencies: CasePackageDependencies): Job<typeof Named> {
  const run = ({ id }: { id: string }, signal: AbortSignal): Promise<void> =>
    makeCasePackage(dependencies, id, signal)
  return defineJob('case-package', Named, run, { expireSeconds })
}

/** Makes packages for which no job could be queued, or whose process ended. */
export function casePackageSweep(dependencies: CasePackageDependencies): Job<z.ZodObject> {
  return defineJob(
    'case-package-sweep',
    z.object({}),
    async (_data, signal) => {
      const ids = await dependencies.store.transact(operator, listOpenPackages)
      for (const id of ids) {
        if (signal.aborted) return
        await makeCasePackage(dependencies, id, signal)
      }
    },
    { cron: '* * * * *', expireSeconds },
  )
}
