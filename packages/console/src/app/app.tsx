import { MantineProvider } from '@mantine/core'
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { TextProvider, type TextProviderProps } from '../messages/index.ts'
import { theme, variables } from '../components/index.ts'
import type { createPages } from './router.tsx'

export type AppProps = Omit<TextProviderProps, 'children'> & {
  /** For styles that the page creates: the content security policy refuses them without it. */
  nonce: string
  queries: QueryClient
  pages: ReturnType<typeof createPages>
}

export function App({ locale, catalogue, nonce, queries, pages }: AppProps): ReactNode {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <TextProvider locale={locale} catalogue={catalogue}>
        <QueryClientProvider client={queries}>
          <RouterProvider router={pages} />
        </QueryClientProvider>
      </TextProvider>
    </MantineProvider>
  )
}
