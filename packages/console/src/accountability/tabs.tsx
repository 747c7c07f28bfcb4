import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'

/** From the figures to what is held and back, for who may see both. */
export function AccountabilityTabs({ here }: { here: 'figures' | 'embargoes' }): ReactNode {
  const { t } = useText()
  if (!rightsOf(useMember()).readEmbargoes) return null
  return (
    <>
      <Button
        variant={here === 'figures' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/accountability" {...props} />}
      >
        {t('accountability.figures')}
      </Button>
      <Button
        variant={here === 'embargoes' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/embargoes" {...props} />}
      >
        {t('embargo.title')}
      </Button>
    </>
  )
}
