import { textLoader, type Messages } from '../messages/index.ts'

export const loadText = textLoader(
  'seller-page',
  import.meta.glob<Messages>('../../locales/*/seller-page.json', { import: 'default' }),
)
