import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'

/** From reading to results and back, for those who have both. */
export function QualityTabs({ here }: { here: 'read' | 'results' }): ReactNode {
  const { t } = useText()
  const rights = rightsOf(useMember())
  if (!rights.seeQuality || !rights.decide) return null
  return (
    <>
      <Button
        variant={here === 'read' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/quality" {...props} />}
      >
        {t('quality.read')}
      </Button>
      <Button
        variant={here === 'results' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/quality/results" {...props} />}
      >
        {t('quality.results')}
      </Button>
    </>
  )
}
