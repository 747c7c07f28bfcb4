import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'

export function WaysFromNotice({ caseId: id }: { caseId: string }): ReactNode {
  const { t } = useText()
  return (
    <>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/cases/$id" params={{ id }} {...props} />}
      >
        {t('notice.open-case')}
      </Button>
      <Button variant="default" renderRoot={(props) => <Link to="/notices" {...props} />}>
        {t('notices.title')}
      </Button>
    </>
  )
}
