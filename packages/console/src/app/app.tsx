import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { TextProvider, type TextProviderProps } from '../messages/index.ts'
import { theme, variables } from '../surface/index.ts'
import { router } from './router.tsx'

export type AppProps = Omit<TextProviderProps, 'children'> & {
  /** Without it the browser takes no style that is made here. */
  nonce: string
  queries: QueryClient
}

export function App({ locale, catalogue, nonce, queries }: AppProps): ReactNode {
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
