/** The mark: a dorsal fin. Its base meets whatever line it stands on. */
export const Fin = ({ size = 22 }: { size?: number }) => (
  <svg class="fin" width={size} height={size * 0.8} viewBox="0 0 30 24" aria-hidden="true" focusable="false">
    <path d="M0 24C10 21 16 12 21.5 0.5C20.6 9 22.6 18 29 24Z" />
  </svg>
);

/** Stands where a picture would: nothing was made yet, or the video is sound only. */
export const NoPicture = ({ label }: { label: string }) => (
  <span class="no-picture">
    <Fin size={44} />
    <span class="hidden">{label}</span>
  </span>
);
