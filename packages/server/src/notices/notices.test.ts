import { onBothEngines } from '../../test/engines.ts'
import { afterTests } from './test/after.ts'
import { checkTests } from './test/checks.ts'
import { Desk } from './test/desk.ts'
import { wayTests } from './test/ways.ts'

// One store for all of them: opening one takes longer than most tests.
onBothEngines((engine) => {
  const desk = Desk.on(engine)
  checkTests(desk)
  wayTests(desk)
  afterTests(desk)
})
