// Sets this page's clock forward, or back, by so many milliseconds against the right one.
(jump) => {
    const Right = (window.poswarmRightDate ??= Date);
    window.Date = class extends Right {
        constructor(...parts) {
            super(...(parts.length ? parts : [Right.now() + jump]));
        }
        static now() {
            return Right.now() + jump;
        }
    };
}
