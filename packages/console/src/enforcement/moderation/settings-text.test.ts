import { expect, test } from 'vitest'
import { settingsText, typedSettings } from './settings-text.ts'

test('settings are written as lines and read back unchanged', () => {
  const settings = { 'complaint-period': 8, 'lift-on-withdrawal': false, 'mandatory-share': 0.5 }
  expect(typedSettings(settingsText(settings))).toEqual(settings)
  expect(typedSettings('\n complaint-period: 7 \n\nlift-on-withdrawal=TRUE')).toEqual({
    'complaint-period': 7,
    'lift-on-withdrawal': true,
  })
})

test('invalid input is not read as zero', () => {
  expect(typedSettings('complaint-period = ')['complaint-period']).toBeNaN()
  expect(typedSettings('complaint-period = six')['complaint-period']).toBeNaN()
})
