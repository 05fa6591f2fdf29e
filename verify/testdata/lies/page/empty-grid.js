// All products are there, and none is shown.
whenBooted(() => {
    const style = document.createElement("style");
    style.textContent = "article.product { display: none !important }";
    document.head.append(style);
});
