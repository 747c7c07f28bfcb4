import { afterEach } from 'vitest'
import { describeOpenPages } from './open-pages.ts'

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.error(await describeOpenPages())
})
