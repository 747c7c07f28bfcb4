import { useRegimeWords } from '../regime-components/index.ts'
import type { ProceedingView } from './queries.ts'

/** Titles of the workflow instances by id, those of the same workflow numbered in the order in which they began. */
export function useInstanceTitles({
  instances,
}: Pick<ProceedingView, 'instances'>): (id: string) => string {
  const words = useRegimeWords()
  return (id) => {
    const instance = instances.find((one) => one.id === id)
    if (instance === undefined) return id
    const { workflow, name } = instance
    const title = words.workflow({ id: workflow, title: name })
    const alike = instances.filter((one) => one.workflow === workflow)
    return alike.length === 1 ? title : `${title} ${alike.indexOf(instance) + 1}`
  }
}
