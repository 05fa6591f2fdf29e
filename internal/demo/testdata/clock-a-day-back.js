// A clock that somebody sets back by a day.
() => {
    const Right = Date;
    window.Date = class extends Right {
        constructor(...parts) { super(...(parts.length ? parts : [Date.now()])); }
        static now() { return Right.now() - 86400000; }
    };
}
