package dev.dango.connectors.shopify;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of each type of the Admin API, in its own language. Fields that the vendor has
 * deprecated are left out, and so are those that cost a query of their own.
 */
final class Fields {

    private static final String MONEY =
            "{ shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }";

    private static final String AMOUNT = "{ amount currencyCode }";

    /** Marks of what only apps may see that Shopify has approved for it, or on dearer plans. */
    private static final String PERSONAL = "<<";

    private static final String NOT_PERSONAL = ">>";

    private static final String ADDRESS =
            "{ firstName lastName name company address1 address2 city province provinceCode country"
                    + " countryCode: countryCodeV2 zip phone latitude longitude }";

    private static final String TAX_LINES =
            "taxLines { title rate source channelLiable priceSet " + MONEY + " }";

    private static final String ATTRIBUTES = "customAttributes { key value }";

    static final String LINE_ITEM =
            String.join(
                    " ",
                    "id name title variantTitle sku vendor quantity currentQuantity",
                    "refundableQuantity unfulfilledQuantity nonFulfillableQuantity isGiftCard",
                    "requiresShipping taxable restockable",
                    ATTRIBUTES,
                    "product { id } variant { id }",
                    "originalUnitPriceSet",
                    MONEY,
                    "originalTotalSet",
                    MONEY,
                    "discountedTotalSet",
                    MONEY,
                    "totalDiscountSet",
                    MONEY,
                    "discountAllocations { allocatedAmountSet",
                    MONEY,
                    "}",
                    TAX_LINES);

    static final String SHIPPING_LINE =
            String.join(
                    " ",
                    "id title code source carrierIdentifier deliveryCategory custom isRemoved",
                    "originalPriceSet",
                    MONEY,
                    "discountedPriceSet",
                    MONEY,
                    TAX_LINES);

    static final String ORDER =
            String.join(
                    " ",
                    "id name createdAt updatedAt processedAt closedAt cancelledAt",
                    "cancelReason confirmed confirmationNumber test note tags poNumber",
                    "sourceName sourceIdentifier currencyCode presentmentCurrencyCode",
                    "financialStatus: displayFinancialStatus",
                    "fulfillmentStatus: displayFulfillmentStatus returnStatus edited",
                    "customerLocale taxesIncluded taxExempt dutiesIncluded totalWeight",
                    "subtotalLineItemsQuantity currentSubtotalLineItemsQuantity",
                    "discountCodes paymentGatewayNames statusPageUrl",
                    ATTRIBUTES,
                    "customer { id",
                    personal("displayName firstName lastName"),
                    "}",
                    personal("email phone clientIp"),
                    personal("billingAddress " + ADDRESS),
                    personal("shippingAddress " + ADDRESS),
                    "location: retailLocation { id }",
                    "totalPriceSet",
                    MONEY,
                    "subtotalPriceSet",
                    MONEY,
                    "totalTaxSet",
                    MONEY,
                    "totalDiscountsSet",
                    MONEY,
                    "totalShippingPriceSet",
                    MONEY,
                    "totalTipReceivedSet",
                    MONEY,
                    "totalRefundedSet",
                    MONEY,
                    "totalReceivedSet",
                    MONEY,
                    "totalOutstandingSet",
                    MONEY,
                    "netPaymentSet",
                    MONEY,
                    "currentTotalPriceSet",
                    MONEY,
                    "currentSubtotalPriceSet",
                    MONEY,
                    "currentTotalTaxSet",
                    MONEY,
                    "currentTotalDiscountsSet",
                    MONEY,
                    TAX_LINES);

    static final String REFUND =
            String.join(
                    " ",
                    "id createdAt processedAt updatedAt note order { id } return { id }",
                    "totalRefundedSet",
                    MONEY);

    static final String REFUND_LINE_ITEM =
            String.join(
                    " ",
                    "id quantity restockType restocked lineItem { id } location { id }",
                    "priceSet",
                    MONEY,
                    "subtotalSet",
                    MONEY,
                    "totalTaxSet",
                    MONEY);

    static final String ORDER_ADJUSTMENT =
            "id reason amountSet " + MONEY + " taxAmountSet " + MONEY;

    static final String TRANSACTION =
            String.join(
                    " ",
                    "id kind status errorCode gateway formattedGateway test createdAt processedAt",
                    "authorizationExpiresAt paymentId accountNumber settlementCurrency",
                    "settlementCurrencyRate order { id } parent: parentTransaction { id }",
                    "amountSet",
                    MONEY,
                    "fees { id type rate rateName flatFeeName amount",
                    AMOUNT,
                    "taxAmount",
                    AMOUNT,
                    "}");

    static final String FULFILLMENT =
            String.join(
                    " ",
                    "id name status displayStatus createdAt updatedAt inTransitAt deliveredAt",
                    "estimatedDeliveryAt totalQuantity requiresShipping order { id }",
                    "location { id } service { handle serviceName type }",
                    "trackingInfo { company number url }");

    static final String FULFILLMENT_LINE_ITEM = "id quantity lineItem { id }";

    static final String CUSTOMER =
            String.join(
                    " ",
                    "id createdAt updatedAt state locale note tags",
                    personal("firstName lastName displayName verifiedEmail multipassIdentifier"),
                    "taxExempt taxExemptions ordersCount: numberOfOrders",
                    "lifetimeDuration productSubscriberStatus dataSaleOptOut",
                    "totalSpent: amountSpent",
                    AMOUNT,
                    "lastOrder { id }",
                    personal(
                            "defaultEmailAddress { emailAddress marketingState"
                                    + " marketingOptInLevel marketingUpdatedAt validFormat }"),
                    personal(
                            "defaultPhoneNumber { phoneNumber marketingState"
                                    + " marketingOptInLevel marketingUpdatedAt }"),
                    personal("defaultAddress " + ADDRESS.replaceFirst("\\{", "{ id")),
                    "statistics { predictedSpendTier rfmGroup }");

    static final String CUSTOMER_ADDRESS = personal("id " + ADDRESS.replaceAll("[{}]", ""));

    static final String PRODUCT =
            String.join(
                    " ",
                    "id title handle createdAt updatedAt publishedAt status vendor productType tags",
                    "bodyHtml: descriptionHtml templateSuffix isGiftCard totalInventory",
                    "tracksInventory hasOnlyDefaultVariant hasOutOfStockVariants",
                    "requiresSellingPlan onlineStoreUrl category { id fullName name }",
                    "options { id name position values } seo { title description }",
                    "variantsCount { count } priceRange: priceRangeV2 { minVariantPrice",
                    AMOUNT,
                    "maxVariantPrice",
                    AMOUNT,
                    "}");

    static final String PRODUCT_VARIANT =
            String.join(
                    " ",
                    "id title displayName sku barcode position price compareAtPrice createdAt",
                    "updatedAt availableForSale inventoryPolicy inventoryQuantity",
                    "sellableOnlineQuantity taxable requiresComponents",
                    "selectedOptions { name value } inventoryItem { id }",
                    "unitPriceMeasurement { measuredType quantityUnit quantityValue referenceUnit",
                    "referenceValue }");

    static final String MEDIA =
            "id alt mediaContentType status preview { image { url width height altText } }";

    static final String COLLECTION =
            String.join(
                    " ",
                    "id title handle updatedAt bodyHtml: descriptionHtml sortOrder templateSuffix",
                    "productsCount { count } image { url altText } seo { title description }");

    static final String INVENTORY_ITEM =
            String.join(
                    " ",
                    "id sku createdAt updatedAt tracked requiresShipping countryCodeOfOrigin",
                    "provinceCodeOfOrigin harmonizedSystemCode duplicateSkuCount",
                    "measurement { weight { value unit } } unitCost",
                    AMOUNT);

    static final String INVENTORY_LEVEL =
            String.join(
                    " ",
                    "id createdAt updatedAt isActive inventoryItem: item { id } location { id }",
                    "quantities(names: [\"available\", \"on_hand\", \"committed\", \"incoming\",",
                    "\"reserved\", \"damaged\", \"safety_stock\", \"quality_control\"])",
                    "{ name quantity updatedAt }");

    static final String LOCATION =
            String.join(
                    " ",
                    "id name createdAt updatedAt isActive deactivatedAt fulfillsOnlineOrders",
                    "shipsInventory hasActiveInventory isFulfillmentService addressVerified",
                    "address { address1 address2 city province provinceCode country countryCode zip",
                    "phone latitude longitude }");

    static final String DRAFT_ORDER =
            String.join(
                    " ",
                    "id name status createdAt updatedAt completedAt invoiceSentAt invoiceUrl",
                    personal("email phone"),
                    "note: note2 tags poNumber currencyCode presentmentCurrencyCode taxExempt",
                    "taxesIncluded discountCodes totalWeight totalQuantityOfLineItems",
                    ATTRIBUTES,
                    "customer { id } order { id }",
                    personal("billingAddress " + ADDRESS),
                    personal("shippingAddress " + ADDRESS),
                    "totalPriceSet",
                    MONEY,
                    "subtotalPriceSet",
                    MONEY,
                    "totalTaxSet",
                    MONEY,
                    "totalDiscountsSet",
                    MONEY,
                    "totalShippingPriceSet",
                    MONEY);

    static final String DRAFT_ORDER_LINE_ITEM =
            String.join(
                    " ",
                    "id uuid name title variantTitle sku vendor quantity custom isGiftCard taxable",
                    "requiresShipping",
                    ATTRIBUTES,
                    "product { id } variant { id } originalUnitPriceSet",
                    MONEY,
                    "discountedTotalSet",
                    MONEY,
                    "totalDiscountSet",
                    MONEY);

    static final String FULFILLMENT_ORDER =
            String.join(
                    " ",
                    "id status requestStatus createdAt updatedAt fulfillAt fulfillBy orderId",
                    "orderName orderProcessedAt",
                    "assignedLocation { name address1 address2 city province zip countryCode phone",
                    "location { id } }",
                    "deliveryMethod { methodType presentedName minDeliveryDateTime",
                    "maxDeliveryDateTime }",
                    personal(
                            "destination { firstName lastName company address1 address2 city"
                                    + " province zip countryCode email phone }"));

    static final String FULFILLMENT_ORDER_LINE_ITEM =
            "id sku productTitle variantTitle vendor totalQuantity remainingQuantity"
                    + " requiresShipping inventoryItemId lineItem { id } variant { id }";

    static final String ABANDONED_CHECKOUT =
            String.join(
                    " ",
                    "id name createdAt updatedAt completedAt abandonedCheckoutUrl note taxesIncluded",
                    "discountCodes",
                    ATTRIBUTES,
                    "customer { id }",
                    personal("billingAddress " + ADDRESS),
                    personal("shippingAddress " + ADDRESS),
                    "totalPriceSet",
                    MONEY,
                    "subtotalPriceSet",
                    MONEY,
                    "totalLineItemsPriceSet",
                    MONEY,
                    "totalDiscountSet",
                    MONEY,
                    "totalTaxSet",
                    MONEY);

    static final String ABANDONED_CHECKOUT_LINE_ITEM =
            String.join(
                    " ",
                    "id title variantTitle sku quantity",
                    ATTRIBUTES,
                    "product { id } variant { id } originalUnitPriceSet",
                    MONEY,
                    "discountedTotalPriceSet",
                    MONEY);

    static final String GIFT_CARD =
            String.join(
                    " ",
                    "id createdAt updatedAt deactivatedAt enabled expiresOn lastCharacters note",
                    "templateSuffix customer { id } order { id } initialValue",
                    AMOUNT,
                    "balance",
                    AMOUNT);

    static final String PRICE_LIST =
            "id name currency fixedPricesCount catalog { id title status }"
                    + " parent { adjustment { type value } }";

    static final String TENDER_TRANSACTION =
            "id processedAt paymentMethod remoteReference test order { id } user { id } amount "
                    + AMOUNT;

    static final String DISPUTE =
            "id type status initiatedAt evidenceDueBy evidenceSentOn finalizedOn order { id }"
                    + " reasonDetails { reason networkReasonCode } amount "
                    + AMOUNT;

    static final String METAFIELD = "id namespace key type value createdAt updatedAt";

    private static final String ANY_DISCOUNT =
            "title status startsAt endsAt createdAt updatedAt discountClasses asyncUsageCount";

    private static final String CODE_DISCOUNT =
            ANY_DISCOUNT
                    + " usageLimit appliesOncePerCustomer codesCount { count } totalSales "
                    + AMOUNT;

    static final String DISCOUNT =
            "id discount { type: __typename "
                    + onEach("DiscountCode", CODE_DISCOUNT)
                    + " "
                    + onEach("DiscountAutomatic", ANY_DISCOUNT)
                    + " }";

    private Fields() {}

    private static String personal(String fields) {
        return PERSONAL + fields + NOT_PERSONAL;
    }

    /** Takes the marks of personal data away, or all that they enclose. */
    static String visible(String fields, boolean personalData) {
        String plain =
                personalData
                        ? fields.replace(PERSONAL, "").replace(NOT_PERSONAL, "")
                        : fields.replaceAll(PERSONAL + ".*?" + NOT_PERSONAL, "");
        return plain.strip();
    }

    /** The four sorts of discounts have much in common, but no common type. */
    private static String onEach(String prefix, String fields) {
        return List.of("Basic", "Bxgy", "FreeShipping", "App").stream()
                .map(sort -> "... on " + prefix + sort + " { " + fields + " }")
                .collect(Collectors.joining(" "));
    }
}
