import { expect, test } from 'vitest'
import { countriesOf } from './territory.ts'

test('a right of the Union applies in its 27 states, and one of the Benelux in three', () => {
  expect(countriesOf(['EM'])).toHaveLength(27)
  expect(countriesOf(['EM', 'DE', 'CH'])).toHaveLength(28)
  expect(countriesOf(['BX'])).toEqual(['BE', 'LU', 'NL'])
  expect(countriesOf(['ID'])).toEqual(['ID'])
})
