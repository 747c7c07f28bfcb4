import type { Locator, Page } from 'playwright-core'

/** Types the name of a country and takes the first that fits, as people do by keyboard. */
export async function chooseTerritory(
  within: Page | Locator,
  label: string,
  name: string,
): Promise<void> {
  const field = within.getByRole('combobox', { name: label })
  await field.fill(name)
  await within.getByRole('option', { name, exact: true }).waitFor()
  await field.press('Enter')
}
