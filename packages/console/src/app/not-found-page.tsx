import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { Empty, useTitle } from '../components/index.ts'

export function NotFoundPage(): ReactNode {
  const { t } = useText()
  useTitle(t('not-found.title'))
  return (
    <main>
      <Empty
        heading="h1"
        title={t('not-found.title')}
        actions={
          <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
            {t('nav.overview')}
          </Button>
        }
      >
        {t('not-found.text')}
      </Empty>
    </main>
  )
}
