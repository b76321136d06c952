/** Waits until it holds. @throws Error after so many milliseconds */
export async function until(holds: () => Promise<boolean>, milliseconds = 15_000): Promise<void> {
  const end = Date.now() + milliseconds
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it never came to hold')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
