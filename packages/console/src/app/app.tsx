import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { createQueries } from '../connection/index.ts'
import { TextProvider, type TextProviderProps } from '../messages/index.ts'
import { theme, variables } from '../surface/index.ts'
import { router } from './router.tsx'

export type AppProps = Omit<TextProviderProps, 'children'> & {
  /** Without it the browser takes no style that is made here. */
  nonce: string
}

export function App({ locale, catalogue, nonce }: AppProps): ReactNode {
  const [queries] = useState(createQueries)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <TextProvider locale={locale} catalogue={catalogue}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </TextProvider>
    </MantineProvider>
  )
}
