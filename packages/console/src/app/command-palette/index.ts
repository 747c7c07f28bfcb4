import { lazy } from 'react'
import { withMessages } from '../../messages/index.ts'

export { useCommandKey } from './use-command-key.ts'

export const CommandPalette = lazy(async () => {
  const { CommandPalette: component } = await withMessages(
    ['palette'],
    import('./command-palette.tsx'),
  )
  return { default: component }
})
