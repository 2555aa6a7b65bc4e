/** Tells people that a release ended. Throws SourceError; repeating a notice with the same id is harmless. */
export interface Notifier {
  notify(notice: { readonly id: string; readonly title: string; readonly text: string }, signal?: AbortSignal): Promise<void>;
}
